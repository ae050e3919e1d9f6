/** What is done with notes before a model sees them. */
export { stepsPerBarOf, stepsPerQuarterOf } from './quantized.js';
export { sustained } from './sustain.js';
export { unquantize } from './unquantize.js';
