/** Converts the pictures of a dataset to another shape, each when it is read. */
import { stackRows, type Dataset, type PictureFit } from '@speil/api';
import { fitRows } from '../pictures/fit.js';
import { imageCodec, imageCodecId } from '../pictures/picture.js';
import { convertChannels, rowsOf } from '../pictures/rows.js';
import { describeSurvey } from './survey.js';

/**
 * @param shape `[height, width, channels]`.
 * @returns the same dataset if its pictures have this shape; otherwise one whose description reports the conversion.
 */
export function convertDataset(
  dataset: Dataset,
  shape: readonly number[],
  fit: PictureFit = 'stretch',
): Dataset {
  if (dataset.shape.join() === shape.join()) return dataset;
  const from = imageCodec({ id: imageCodecId, shape: [...dataset.shape] });
  const to = imageCodec({ id: imageCodecId, shape: [...shape] });
  const [height, width, channels] = to.shape as [number, number, 1 | 3];
  const [oldHeight, oldWidth, oldChannels] = from.shape as [number, number, number];
  const found = { height: oldHeight, width: oldWidth, colour: oldChannels > 1 };
  const survey = describeSurvey(dataset.size, [found], shape, fit);
  const each = oldHeight * oldWidth * oldChannels;
  return {
    ...dataset,
    shape: to.shape,
    description: [survey, ...(dataset.description === undefined ? [] : [dataset.description])].join(
      '; ',
    ),
    async read(indices, options) {
      const { values } = await dataset.read(indices, options);
      const rows = Array.from({ length: indices.length }, (_, i) => {
        const picture = from.decode(values.subarray(i * each, (i + 1) * each));
        return to.encode(fitRows(convertChannels(rowsOf(picture), channels), width, height, fit));
      });
      return stackRows(rows, to.shape);
    },
  };
}
