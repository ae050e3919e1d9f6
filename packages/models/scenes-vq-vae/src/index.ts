/**
 * A vector-quantised autoencoder of rendered scenes, 64 x 64 in colour as 8 x 8 indices, and a prior over them. The package's
 * files are the model: this module only exports their location.
 */

/** The model folder as a URL: `model.json`, `weights.safetensors`, `golden.json`, `recipe.json`. */
export const folder: URL = new URL('../', import.meta.url);
