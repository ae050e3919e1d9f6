/** Music for Speil's autoencoders. */
export * from './generated/index.js';
export * from './notes/index.js';
export * from './sequences/index.js';
