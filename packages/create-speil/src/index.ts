/** Writes packages for models of one's own, and renders templates. It depends on no other package. */
export { createPackage } from './create.js';
export { checkOptions } from './options.js';
export type { CreateOptions, CheckedOptions } from './options.js';
export { families } from './families.js';
export type { Family } from './families.js';
export { datasets } from './datasets.js';
export type { KnownDataset, Shape } from './datasets.js';

/** The folder of the card's template, which the generator of models in Speil's repository uses too. */
export const cardTemplates: URL = new URL('../templates/card/', import.meta.url);
