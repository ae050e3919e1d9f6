export * from '../../../apps/terminal/src/main.js';
