/** Seeded numbers alone, for packages that draw and load no tfjs. */
export { normals, permutation, purposes, uniforms } from './streams.js';
export type { Purpose, StreamKey } from './streams.js';
export { philox } from './philox.js';
