/// <reference types="node" />
/** Functions that need Node: models from folders and installed packages, downloads, data folders. */
export { fromFloat16 } from '../files/float16.js';
export { cachedSource } from '../node/cached-source.js';
export { downloadFile, fetchInto } from '../node/download.js';
export type { DownloadOptions, FetchOptions, FetchProgress, Sums } from '../node/download.js';
export { cacheFolder, dataFolders } from '../node/places.js';
export type { DataFoldersOptions, Environment } from '../node/places.js';
export { fromFolder, fromPackage, packageFolder } from '../node/model-folder.js';
