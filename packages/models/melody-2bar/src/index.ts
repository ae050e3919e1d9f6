/**
 * A MusicVAE of two-bar melodies. The package's files are the model: this module only exports their location.
 */

/** The checkpoint's folder as a URL: `config.json`, `weights_manifest.json`, `group1-shard1of1`, `examples/`. */
export const folder: URL = new URL('../', import.meta.url);
