/**
 * A pretrained conditional VAE of MNIST digits with two latent numbers: told which digit, its code says how it is written. The package's files are the model: this module only says where they lie.
 */

/** The model folder as a URL: `model.json`, `weights.safetensors`, `golden.json`, `recipe.json`, `atlas/`. */
export const folder: URL = new URL('../', import.meta.url);
