/** Training below the loop: a session of steps, for benchmarks and for custom loops. */
export { TrainingSession } from '../training/session.js';
export type { StepMetrics } from '../training/session.js';
export { epochOrder } from '../training/order.js';
export { initialVariables } from '../random/initial-weights.js';
export { drawNoise } from '../random/noise.js';
export { valueAt } from '../training/schedules.js';
