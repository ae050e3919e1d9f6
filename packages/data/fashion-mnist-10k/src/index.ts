/**
 * The first 10,000 training articles of Fashion-MNIST as gzipped IDX files: 9,000 for training and 1,000 held out. They are
 * part of Fashion-MNIST's training data, so a model trained on Fashion-MNIST must not be scored on them.
 */

/** The folder with `{train,t10k}-{images-idx3,labels-idx1}-ubyte.gz`, as a `file:` URL. */
export const folder: URL = new URL('../data/', import.meta.url);

/** Number of articles in each part. */
export const counts = { train: 9_000, test: 1_000 } as const;
