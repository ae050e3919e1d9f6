/** A person's own pictures as data for a training. */
import { InvalidArgumentError } from '@speil/api';
import type { Dataset } from '@speil/api';
import { sha256Hex } from '@speil/core';
import { pixelDataset } from '@speil/images';
import { pictureSide } from '../protocol/images';
import { heldOutEvery, leastOwn, mostOwn } from '../protocol/train';
import type { TrainingData } from './pictures';

const size = pictureSide ** 2;
/**
 * An epoch has at least so many items: after each one the model is validated and kept, which would otherwise take more
 * time than the few steps between.
 */
const leastItems = 4000;

/**
 * Every fifth picture is held out.
 *
 * @param pixels a byte for each pixel, one picture after the other.
 * @throws InvalidArgumentError for anything but whole pictures, and for too few or too many of them.
 */
export function ownPictures(pixels: Uint8Array | undefined): TrainingData {
  const count = pixels instanceof Uint8Array ? pixels.length / size : NaN;
  if (pixels === undefined || !Number.isInteger(count) || count < leastOwn || count > mostOwn) {
    throw new InvalidArgumentError(
      `pixels must hold ${leastOwn} to ${mostOwn} pictures of ${size} bytes. Received: ${pixels?.length ?? 0} bytes.`,
    );
  }
  const pick = (split: string, isPicked: (i: number) => boolean): Dataset => {
    const chosen = Array.from({ length: count }, (_, i) => i).filter(isPicked);
    const kept = new Uint8Array(chosen.length * size);
    chosen.forEach((i, row) => {
      kept.set(pixels.subarray(i * size, (i + 1) * size), row * size);
    });
    return pixelDataset({
      id: `own/${split}`,
      fingerprint: sha256Hex(kept),
      shape: [pictureSide, pictureSide, 1],
      pixels: kept,
    });
  };
  const isHeldOut = (i: number): boolean => i % heldOutEvery === heldOutEvery - 1;
  return {
    train: repeated(
      pick('train', (i) => !isHeldOut(i)),
      leastItems,
    ),
    heldOut: pick('test', isHeldOut),
  };
}

/** @returns the dataset as often as it takes to have at least so many items. */
function repeated(dataset: Dataset, least: number): Dataset {
  const times = Math.ceil(least / dataset.size);
  return {
    ...dataset,
    size: times * dataset.size,
    read: (indices, options) =>
      dataset.read(
        Array.from(indices, (i) => i % dataset.size),
        options,
      ),
  };
}
