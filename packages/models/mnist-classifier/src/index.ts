/**
 * A small classifier of MNIST digits: an autoencoder whose code must say the class; it judges what other models draw. The package's files are the model: this module only says where they lie.
 */

/** The model folder as a URL: `model.json`, `weights.safetensors`, `golden.json`, `recipe.json`. */
export const folder: URL = new URL('../', import.meta.url);
