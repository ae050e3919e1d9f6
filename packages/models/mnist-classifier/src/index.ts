/**
 * A small classifier of MNIST digits: an autoencoder whose latent must also predict the class. It is used to judge the
 * samples of other models. The package's files are the model: this module only exports their location.
 */

/** The model folder as a URL: `model.json`, `weights.safetensors`, `golden.json`, `recipe.json`. */
export const folder: URL = new URL('../', import.meta.url);
