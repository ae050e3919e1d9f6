/**
 * Two principal components of MNIST digits as a model. The package's files are the model: this module only exports their location.
 */

/** The model folder as a URL: `model.json`, `weights.safetensors`, `golden.json`, `atlas/`. */
export const folder: URL = new URL('../', import.meta.url);
