/** Opens a dataset in four IDX files: the images and labels of the training part and of the test part. */
import { IncompatibleError, InvalidFileError, type Dataset } from '@speil/api';
import type { IdxDataset } from './catalogue.js';
import type { FoundFiles } from './find.js';
import { readIdx } from './idx.js';
import { pixelFingerprint } from './pixel-fingerprint.js';
import { pixelDataset } from './pixels.js';

/**
 * @throws IncompatibleError if the numbers of images and labels differ; InvalidFileError for a damaged file or a label
 *   that is not a class.
 */
export async function openIdx(
  files: FoundFiles,
  dataset: Pick<IdxDataset, 'name' | 'transposed'> & Partial<IdxDataset>,
  split: 'train' | 'test',
): Promise<Dataset> {
  const part = split === 'train' ? 'train' : 't10k';
  const images = await readIdx(files[`${part}-images`], 3);
  const labels = await readIdx(files[`${part}-labels`], 1);
  const [count, height, width] = images.shape as [number, number, number];
  if (labels.shape[0] !== count) {
    throw new IncompatibleError(
      `${files[`${part}-images`]} holds ${count} images, ${files[`${part}-labels`]} ${labels.shape[0]} labels; there must be one label per image.`,
    );
  }
  const { classNames } = dataset;
  const largest = labels.data.reduce((a, b) => Math.max(a, b), 0);
  if (classNames !== undefined && largest >= classNames.length) {
    throw new InvalidFileError(
      `${files[`${part}-labels`]} holds label ${largest}; ${dataset.name} has ${classNames.length} classes.`,
    );
  }
  const upright = dataset.transposed ? transpose(images.data, height, width) : images.data;
  const pixels = isBinary(upright) ? upright.map((value) => 255 * value) : upright;
  return pixelDataset({
    id: `${dataset.name}/${split}`,
    fingerprint: pixelFingerprint(pixels, labels.data),
    shape: [height, width, 1],
    pixels,
    labels: labels.data,
    ...(classNames && { classNames }),
  });
}

/** Whether the pixels are stored as 0 and 1, as in binarised digits. */
function isBinary(pixels: Uint8Array): boolean {
  return pixels.every((value) => value <= 1);
}

function transpose(pixels: Uint8Array, height: number, width: number): Uint8Array {
  const out = new Uint8Array(pixels.length);
  const size = height * width;
  for (let start = 0; start < pixels.length; start += size) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) out[start + y * width + x] = pixels[start + x * height + y]!;
    }
  }
  return out;
}
