/** Music on a disk: collections of songs by name or folder, and their windows as datasets. For Node only. */
export * from '../datasets/index.js';
