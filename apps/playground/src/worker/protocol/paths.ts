/** The paths of the files that the page fetches: the worker's script, models, and the engine's files. */

/** Written by build/worker.mjs. */
export const workerUrl = '/workers/model.js';
/** The folder of a model, written by build/assets.mjs. */
export const modelUrl = (name: string): string => `/models/${name}/`;
/** The folder of a dataset, written by build/assets.mjs. */
export const dataUrl = (name: string): string => `/data/${name}/`;
/** The folder of the engine's WebAssembly files. */
export const enginesUrl = '/engines/';
