/** The data of a run: the requested dataset, or its fallback with a notice. */
import * as path from 'node:path';
import { isSpeilError } from '@speil/api';
import type { Dataset, DatasetRecord, Recipe, SkippedItem } from '@speil/api';
import { formatShare, plural } from '../report/format.js';
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
  /** The share of the training examples that validation uses; null if it uses a part of the dataset. */
  readonly validationShare: number | null;
  readonly notices: readonly string[];
}

/** The share that is held out of a dataset without a validation part. */
const usualShare = 0.1;

/**
 * @param recipe gives the shape of the examples and the augmentation of the training part.
 * @throws NotFoundError if neither the dataset nor a fallback is on this machine.
 */
export async function openData(request: DataRequest, recipe: Recipe): Promise<OpenedData> {
  const domain = await openDomain(recipe.domain);
  const { name, fallback, dir, limit, madeInto } = request;
  const falls = fallback !== undefined && !(await domain.datasets.isHere(name, { dir }));
  const used = falls ? fallback : name;
  const open: OpenPart = (part, { plain = false, most = limit } = {}) =>
    domain.open(used, recipe, {
      part,
      plain,
      ...(dir === undefined ? {} : { dir }),
      ...(most === undefined ? {} : { limit: most }),
    });
  const parts = await openParts(request, recipe, open);
  const { whole, train, validation, validationShare, lacking } = parts;
  const found = whole.description ?? (madeInto === undefined ? undefined : domain.summarise(whole));
  const description = [found, madeInto].filter((part) => part !== undefined).join('; ');
  const notice = `${name} is not on this machine: ${used} is used instead. Get it with: speil data fetch ${name}`;
  return {
    name: used,
    train,
    validation,
    validationShare,
    notices: [
      ...(falls ? [notice] : []),
      ...(description === '' ? [] : [`${path.basename(used)}: ${description}`]),
      ...describeSkipped(
        path.basename(used),
        listSkipped(whole, validationShare === null ? validation : undefined),
      ),
      ...lacking,
    ],
  };
}

type OpenPart = (
  part: TrainingDataOptions['part'],
  options?: { readonly plain?: boolean; readonly most?: number },
) => Promise<Dataset>;

interface OpenedParts extends Pick<OpenedData, 'train' | 'validation' | 'validationShare'> {
  /** The training part before anything is held out. */
  readonly whole: Dataset;
  /** A notice about a missing validation part. */
  readonly lacking: readonly string[];
}

async function openParts(
  { validation: wanted, limit }: DataRequest,
  recipe: Recipe,
  open: OpenPart,
): Promise<OpenedParts> {
  // The training part comes first: its errors are what a person can do something about.
  const trained = await open('train');
  const missing: string[] = [];
  if (typeof wanted !== 'number') {
    const part = await open('validation').catch((error: unknown) => {
      missing.push(describeMissingValidation(error));
      return undefined;
    });
    // Datasets without a validation part open their test part, which is for evaluations.
    if (wanted === 'part' || part?.id.endsWith('/validation')) {
      return {
        whole: trained,
        train: trained,
        validation: part,
        validationShare: null,
        lacking: missing,
      };
    }
  }
  const share = typeof wanted === 'number' ? wanted : usualShare;
  // `--limit` counts the examples that are trained on.
  const most = limit === undefined ? undefined : limit + Math.ceil((limit * share) / (1 - share));
  const options = most === undefined ? {} : { most };
  const whole = most === undefined ? trained : await open('train', options);
  const { size } = whole;
  const count = Math.max(Math.round(size * share), limit === undefined ? 0 : size - limit);
  if (count < 1) {
    const none = `No validation: ${formatShare(share)} of ${plural(size, 'example')} is none.`;
    const lacking = missing.length > 0 ? missing : [none];
    return { whole, train: whole, validation: undefined, validationShare: null, lacking };
  }
  const isChanged = recipe.augmentation !== undefined || recipe.transposition !== undefined;
  const plain = isChanged ? await open('train', { ...options, plain: true }) : whole;
  const held = holdOut(whole, plain, { count, share, seed: recipe.training.seed });
  return { whole, ...held, validationShare: share, lacking: [] };
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
