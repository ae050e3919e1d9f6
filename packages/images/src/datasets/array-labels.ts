/**
 * Reads labels from an array of integers or one-hot rows. If they do not name one class per image, the images have no
 * labels.
 */
import { IncompatibleError, sizeOf } from '@speil/api';
import { readNpyValues } from './npy.js';
import type { NpzArray } from './npz.js';

export interface ArrayLabels {
  /** Absent if the array does not name one class per image. */
  readonly labels?: Uint8Array;
  /** Why there are no labels, for the user. */
  readonly remark?: string;
}

/** @throws IncompatibleError if the numbers of labels and images differ. */
export function readLabels({ header, data }: NpzArray, count: number, path: string): ArrayLabels {
  const { shape } = header;
  const size = sizeOf(shape);
  const classes = shape.length === 2 && shape[0] === count ? shape[1]! : 1;
  if (size !== count * classes || (classes === 0 && count > 0)) {
    throw new IncompatibleError(
      `${path} holds ${count} images and labels of shape [${shape.join(', ')}]; there must be one label per image.`,
    );
  }
  const values = new Float64Array(size);
  readNpyValues(header, data, values);
  const whole = classes === 1 ? values : decodeOneHot(values, classes);
  if (whole === undefined) {
    return {
      remark: `labels of shape [${shape.join(', ')}] do not name one class per image, left out`,
    };
  }
  const odd = whole.find((value) => !(Number.isInteger(value) && value >= 0 && value < 256));
  if (odd === undefined) return { labels: Uint8Array.from(whole) };
  return { remark: `labels that are not whole numbers from 0 to 255, such as ${odd}, left out` };
}

/** The index of the only nonzero value in each row; undefined if a row has several nonzero values or none. */
function decodeOneHot(values: Float64Array, classes: number): Float64Array | undefined {
  const found = new Float64Array(values.length / classes);
  for (let row = 0; row < found.length; row++) {
    const of = values.subarray(row * classes, (row + 1) * classes);
    const place = of.findIndex((value) => value !== 0);
    if (place < 0 || of.subarray(place + 1).some((value) => value !== 0)) return undefined;
    found[row] = place;
  }
  return found;
}
