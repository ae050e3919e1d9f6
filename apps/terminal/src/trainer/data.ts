/**
 * The data of a run: the set that was asked for, or its fallback with a word about it.
 */
import { isSpeilError } from '@speil/api';
import type { Dataset, DatasetRecord, Recipe } from '@speil/api';
import { augmented } from '@speil/images';
import { isHere, openDataset } from '@speil/images/node';
import type { DataRequest } from './messages.js';

export interface OpenedData {
  /** The set that is used. */
  readonly name: string;
  readonly train: Dataset;
  readonly validation: Dataset | undefined;
  readonly notices: readonly string[];
}

/**
 * @param recipe whose model's shape pictures of a folder are brought to, and whose augmentation the training part gets.
 * @throws NotFoundError where neither the set nor a fallback is on this machine.
 */
export async function openData(
  request: DataRequest,
  { model, augmentation, training }: Recipe,
): Promise<OpenedData> {
  const { shape } = model.codec;
  const { name, fallback, dir } = request;
  const falls = fallback !== undefined && !(await isHere(name, { dir }));
  const used = falls ? fallback : name;
  const open = (split: 'train' | 'test'): Promise<Dataset> =>
    openDataset(used, {
      split,
      shape,
      ...(dir === undefined ? {} : { dir }),
      ...(request.limit === undefined ? {} : { limit: request.limit }),
    });
  const notice = `${name} is not on this machine: ${used} is used instead. Get it with: speil data fetch ${name}`;
  const train = await open('train');
  return {
    name: used,
    train: augmentation === undefined ? train : augmented(train, augmentation, training.seed),
    validation: await open('test').catch(noneToValidateOn),
    notices: falls ? [notice] : [],
  };
}

/** A folder of pictures may have no part to validate on. */
function noneToValidateOn(error: unknown): undefined {
  if (isSpeilError(error) && error.code === 'not-found') return undefined;
  throw error;
}

export function recordOf({ id, fingerprint, size }: Dataset): DatasetRecord {
  return { id, fingerprint, size };
}
