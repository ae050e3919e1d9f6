/**
 * Removes Gaussian noise from rendered scenes, 64 x 64 in colour. The package's files are the model: this module only exports
 * their location.
 */

/** The model folder as a URL: `model.json`, `weights.safetensors`, `golden.json`, `recipe.json`. */
export const folder: URL = new URL('../', import.meta.url);
