/** The data of a run: the requested dataset, or its fallback with a notice. */
import * as path from 'node:path';
import { isSpeilError } from '@speil/api';
import type { Dataset, DatasetRecord, Recipe, SkippedItem } from '@speil/api';
import { describeSkipped } from '../report/skipped.js';
import type { TrainingDataOptions } from '../domains/domain.js';
import { openDomain } from '../domains/registry/domains.js';
import { holdOut } from './held-out.js';
import type { DataRequest } from './messages.js';

export interface OpenedData {
  /** The name of the dataset that is used. */
  readonly name: string;
  readonly train: Dataset;
  readonly validation: Dataset | undefined;
  readonly notices: readonly string[];
}

/**
 * @param recipe gives the shape of the examples and the augmentation of the training part.
 * @throws NotFoundError if neither the dataset nor a fallback is on this machine.
 */
export async function openData(request: DataRequest, recipe: Recipe): Promise<OpenedData> {
  const domain = await openDomain(recipe.domain);
  const { name, fallback, dir, limit, validationShare: share } = request;
  const falls = fallback !== undefined && !(await domain.datasets.isHere(name, { dir }));
  const used = falls ? fallback : name;
  const open = (part: TrainingDataOptions['part'], plain = false): Promise<Dataset> =>
    domain.open(used, recipe, {
      part,
      plain,
      ...(dir === undefined ? {} : { dir }),
      ...(limit === undefined ? {} : { limit }),
    });
  const notice = `${name} is not on this machine: ${used} is used instead. Get it with: speil data fetch ${name}`;
  const whole = await open('train');
  const { description } = whole;
  const lacking: string[] = [];
  const { train, validation }: Pick<OpenedData, 'train' | 'validation'> =
    share === undefined
      ? {
          train: whole,
          validation: await open('validation').catch((error: unknown) => {
            lacking.push(describeMissingValidation(error));
            return undefined;
          }),
        }
      : holdOut(whole, await open('train', true), { share, seed: recipe.training.seed });
  return {
    name: used,
    train,
    validation,
    notices: [
      ...(falls ? [notice] : []),
      ...(description === undefined ? [] : [`${path.basename(used)}: ${description}`]),
      ...describeSkipped(
        path.basename(used),
        listSkipped(whole, share === undefined ? validation : undefined),
      ),
      ...lacking,
    ],
  };
}

/** The skipped items of both parts, which do not overlap. */
function listSkipped(train: Dataset, validation: Dataset | undefined): readonly SkippedItem[] {
  return [...(train.skipped ?? []), ...(validation?.skipped ?? [])];
}

/** @returns the notice for data without a part to validate on, such as some folders. */
function describeMissingValidation(error: unknown): string {
  if (isSpeilError(error) && error.code === 'not-found') return `No validation: ${error.message}`;
  throw error;
}

export function datasetRecord({ id, fingerprint, size }: Dataset): DatasetRecord {
  return { id, fingerprint, size };
}
