/** Inserts rows into TypeScript, for generators. The generators themselves are in generators.json. */
export { insertBefore, insertElement, insertImport } from './insert.js';
export type { Place } from './insert.js';
export { namesOf } from './names.js';
export type { Names } from './names.js';
