/** Music that is generated, for trying things without a download. */
export { generatedSong, type GeneratedSongOptions } from './song.js';
export { styleNames, type Style } from './styles.js';
