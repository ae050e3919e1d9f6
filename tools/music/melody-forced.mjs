export { melody as default } from './forced.mjs';
