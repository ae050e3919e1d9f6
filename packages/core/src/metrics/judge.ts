/**
 * What a small classifier says of generated items: whether they are of the class that was asked for, and how near they are
 * to real ones in its features. Its figures are its own: they are named for it, and compare with none of Inception's.
 */
import {
  InvalidArgumentError,
  type Batch,
  type ClassifyOptions,
  type LatentModel,
} from '@speil/api';
import { frechetDistance, precisionRecall, type PrecisionRecall } from './feature-distances.js';

export interface JudgeOptions extends ClassifyOptions {
  /** The class that each generated item was asked to be. */
  readonly asked?: readonly number[];
}

export interface Judgement extends PrecisionRecall {
  /** Fréchet distance of the classifier's codes, generated to real. */
  readonly frechet: number;
  /** The share of generated items that the classifier puts in the class asked for; only with `asked`. */
  readonly agreement?: number;
}

/**
 * @param judge a model that has learned classes (`objective.supervision`); its codes are the features.
 * @param real,generated more than 3 items each; precision and recall compare each with each.
 * @throws InvalidArgumentError for a judge that knows no classes, or as many classes asked for as there are not items.
 */
export async function judgeItems<T>(
  judge: LatentModel<T>,
  real: readonly T[],
  generated: readonly T[],
  { asked, signal }: JudgeOptions = {},
): Promise<Judgement> {
  if (judge.classify === undefined) {
    throw new InvalidArgumentError(
      `A judge must have learned classes, as mnist-classifier has. Received: ${judge.spec.name}.`,
    );
  }
  if (asked !== undefined && asked.length !== generated.length) {
    throw new InvalidArgumentError(
      `A class must be asked for each of ${generated.length} items. Received: ${asked.length}.`,
    );
  }
  const options = signal === undefined ? {} : { signal };
  const features = async (items: readonly T[]): Promise<Batch> => {
    const posterior = await judge.encode(items, options);
    return posterior.kind === 'codes' ? posterior.indices : posterior.mean;
  };
  const [known, made] = [await features(real), await features(generated)];
  const distances = { frechet: frechetDistance(known, made), ...precisionRecall(known, made) };
  if (asked === undefined) return distances;
  return { ...distances, agreement: shareOf(await judge.classify(made, options), asked) };
}

function shareOf({ shape, values }: Batch, asked: readonly number[]): number {
  const classes = shape[1]!;
  const right = asked.filter((label, i) => {
    const row = values.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / asked.length;
}
