/**
 * A pretrained VQ-VAE of MNIST digits with an autoregressive prior over its latents. The package's files are the model: this module only exports their location.
 */

/** The model folder as a URL: `model.json`, `weights.safetensors`, `golden.json`, `recipe.json`. */
export const folder: URL = new URL('../', import.meta.url);
