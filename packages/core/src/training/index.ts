/** Training below the loop: a session of steps, for benchmarks and for loops of one's own. */
export { TrainingSession } from './session.js';
export type { StepMetrics, StepScalars } from './session.js';
export { epochOrder } from './order.js';
export { initialVariables } from '../random/initial-weights.js';
export { drawNoise } from './noise.js';
export { valueAt } from './schedules.js';
