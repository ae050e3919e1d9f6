/**
 * A two-dimensional VAE of MNIST digits. The package's files are the model: this module only exports their location.
 */

/** The model folder as a URL: `model.json`, `weights.safetensors`, `golden.json`, `recipe.json`, `atlas/`. */
export const folder: URL = new URL('../', import.meta.url);
