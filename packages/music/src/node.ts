export * from './index.js';
export * from './datasets/index.js';
