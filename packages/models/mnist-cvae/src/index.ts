/**
 * A pretrained conditional VAE of MNIST digits with two latent numbers: given the digit, its latent describes how the digit is written. The package's files
 * are the model; this module only exports their folder.
 */

/** The model folder as a URL: `model.json`, `weights.safetensors`, `golden.json`, `recipe.json`, `atlas/`. */
export const folder: URL = new URL('../', import.meta.url);
