/** Reads single items of a dataset by their numbers. */
import { decodeItems, type Dataset } from '@speil/api';
import { inferInputShape } from '@speil/core/spec';
import type { LoadedModel } from '@speil/core';
import { imageCodec, invert, type Picture } from '@speil/images';
import { openDataset } from '@speil/images/node';
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import type { ItemsOptions, LatentOptions } from '../latent-space.js';
import { reportDataset } from './data.js';

/**
 * @returns a function that reads the item of a number, in the shape that the encoder takes.
 * @throws UsageError if there is no item of that number; what opening the data throws.
 */
export function itemReader(
  { data, dataDir, split }: ItemsOptions,
  model: LoadedModel<Picture>,
  { fit, invert: inverted = false }: LatentOptions,
  io: Io,
): (number: string) => Promise<Picture> {
  const shape = inferInputShape(model.spec);
  const codec = imageCodec({ id: 'image', shape: [...shape] });
  let opened: Promise<Dataset> | undefined;
  return async (number) => {
    opened ??= openDataset(data, {
      split,
      shape,
      ...(dataDir !== undefined && { dir: dataDir }),
      ...(fit !== undefined && { fit }),
    });
    const dataset = await opened;
    const index = /^\d{1,9}$/u.test(number) ? Number(number) : Infinity;
    if (index >= dataset.size) {
      throw new UsageError(
        `With --data, name items by their numbers, from 0 to ${dataset.size - 1} in ${dataset.id}. Received: ${number}.`,
      );
    }
    reportDataset(dataset, io);
    const [picture] = decodeItems(codec, await dataset.read([index]));
    return inverted ? invert(picture!) : picture!;
  };
}
