/** Seeded numbers alone, for packages that draw and load no tfjs. */
export { normals, permutation, purposes, uniforms } from '../random/streams.js';
export type { Purpose, StreamKey } from '../random/streams.js';
export { philox } from '../random/philox.js';
