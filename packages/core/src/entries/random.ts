/** Seeded random numbers, for packages that do not load tfjs. */
export { normals, permutation, purposes, uniforms } from '../random/streams.js';
export type { Purpose, StreamKey } from '../random/streams.js';
export { philox } from '../random/philox.js';
