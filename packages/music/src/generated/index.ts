/** Generated music, for experiments without a download. */
export { generatedSong, type GeneratedSongOptions } from './song.js';
export { styleNames, type Style } from './styles.js';
