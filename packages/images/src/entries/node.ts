/// <reference types="node" />
/** Image datasets: named datasets, the embedded digits, and your own folders and files. For Node only. */
export { inspectDataset, isHere, openDataset } from '../datasets/open.js';
export { chooseShape } from '../datasets/facts.js';
export type { PictureFacts, ShapeWishes } from '../datasets/facts.js';
export type { OpenOptions } from '../datasets/open.js';
export { namedDatasets } from '../datasets/catalogue.js';
export type {
  CifarDataset,
  GeneratedDataset,
  IdxDataset,
  NamedDataset,
} from '../datasets/catalogue.js';
export { findDatasetFolder } from '../datasets/find.js';
export type { FindOptions } from '../datasets/find.js';
export { fetchDataset } from '../datasets/fetch.js';
export { folderDataset, type FolderOptions } from '../datasets/folder.js';
export { pictureFileLimit } from '../datasets/places.js';
export { decodeFileToFit } from '../datasets/decode-file.js';
export { arrayDataset } from '../datasets/arrays.js';
export { npyFileHeader } from '../datasets/npy.js';
export { drawSubset } from '../datasets/drawing.js';
export { pixelFingerprint } from '../datasets/pixel-fingerprint.js';
