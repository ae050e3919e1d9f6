export { drums as default } from './forced.mjs';
