/** Training without the loop: sessions that compute single steps, for benchmarks and for custom loops. */
export { TrainingSession } from '../training/session.js';
export type { StepMetrics } from '../training/session.js';
export { epochOrder } from '../training/order.js';
export { initialVariables } from '../random/initial-weights.js';
export { drawNoise } from '../random/noise.js';
export { valueAt } from '../training/schedules.js';
