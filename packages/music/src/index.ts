/** Music for Speil's autoencoders. */
export * from './notes/index.js';
export * from './sequences/index.js';
