/** Pictures: datasets of images, augmented in training; the part to validate on is the data's own, else the test part. */
import { augmented } from '@speil/images';
import { isHere, openDataset } from '@speil/images/node';
import type { Domain } from './domains.js';
import { drawSample } from './pictures.js';

export const images: Domain = {
  isHere: (name, dir) => isHere(name, { dir }),
  async open(
    name,
    { model, augmentation, training, dataset: { fit } },
    { part, dir, limit, plain },
  ) {
    const dataset = await openDataset(name, {
      split: part,
      shape: model.codec.shape,
      ...(dir === undefined ? {} : { dir }),
      ...(fit === undefined ? {} : { fit }),
      ...(limit === undefined ? {} : { limit, seed: training.seed }),
    });
    if (part !== 'train' || plain || augmentation === undefined) return dataset;
    return augmented(dataset, augmentation, training.seed);
  },
  draw: (sample, { model }) => drawSample(sample, model.codec),
};
