/** The domain of pictures: datasets of images, augmented in training. */
import { augmentDataset } from '@speil/images';
import {
  fetchDataset,
  isHere,
  namedDatasets,
  openDataset,
  findDatasetFolder,
} from '@speil/images/node';
import type { Domain } from '../domain.js';
import { openPictureData } from './data.js';
import { describePictures, summarisePictures } from './describe-data.js';
import { evaluatePictures } from './evaluate.js';
import { exportPictures } from './export.js';
import { imagesFacts } from './facts.js';
import { fitPictures } from './families.js';
import { fitFor } from './fit.js';
import { pictureSpace } from './latent-space.js';
import { withPictureModel } from './model.js';
import { verifyPictures } from './verify.js';
import { packPictures } from './pack.js';
import { drawSample } from './sample-pictures.js';

export const images: Domain = {
  ...imagesFacts,
  datasets: {
    catalogue: namedDatasets.map((dataset) => {
      const { name, title, licence, format } = dataset;
      const fetchable = format !== 'generated' && dataset.download !== undefined;
      return { name, title, licence, fetchable, generated: format === 'generated' };
    }),
    locate: async (name, options) => {
      const dataset = namedDatasets.find((candidate) => candidate.name === name);
      return dataset && findDatasetFolder(dataset, options);
    },
    isHere,
    fetch: fetchDataset,
  },
  fitRecipe: fitPictures,
  describeData: describePictures,
  summarise: summarisePictures,
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
    return augmentDataset(dataset, augmentation, training.seed);
  },
  drawSample: (sample, { model }) => drawSample(sample, model.codec),
  tileShape: ({ codec }) => codec.shape,
  withLatentSpace: (found, options, io, use) =>
    withPictureModel(found, options, io, (model) =>
      use(pictureSpace(model, { ...options, ...fitFor(options.fit, found) }, io)),
    ),
  openData: (found, options, io, check) =>
    openPictureData(found, options, io, ({ spec }) => check?.(spec)),
  evaluate: evaluatePictures,
  exportModel: exportPictures,
  verifyModel: verifyPictures,
  packModel: packPictures,
};
