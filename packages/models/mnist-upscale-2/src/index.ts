/**
 * A pretrained enlarger of MNIST digits, 14 x 14 to 28 x 28. The package's files are the model: this module only exports their location.
 */

/** The model folder as a URL: `model.json`, `weights.safetensors`, `golden.json`, `recipe.json`. */
export const folder: URL = new URL('../', import.meta.url);
