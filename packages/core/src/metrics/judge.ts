/**
 * What a small classifier says of generated items: whether they are of the class that was asked for, and how near they are
 * to real ones in its features. Its figures are its own: they are named for it, and compare with none of Inception's.
 */
import {
  InvalidArgumentError,
  rowOf,
  type Batch,
  type ClassifyOptions,
  type LatentModel,
} from '@speil/api';
import { likeliest } from './classes.js';
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

/** A model that has learned classes (`objective.supervision`). */
export type Judge<T> = LatentModel<T> & Required<Pick<LatentModel<T>, 'classify'>>;

/** @throws InvalidArgumentError for a model that has learned no classes. */
export function assertJudge<T>(model: LatentModel<T>): asserts model is Judge<T> {
  if (model.classify !== undefined) return;
  throw new InvalidArgumentError(
    `A judge must have learned classes, as mnist-classifier has. Received: ${model.spec.name}.`,
  );
}

/**
 * @param judge a model that has learned classes; its codes are the features.
 * @param real,generated more than 3 items each; precision and recall compare each with each.
 * @throws InvalidArgumentError for a judge that knows no classes, or as many classes asked for as there are not items.
 */
export async function judgeItems<T>(
  judge: LatentModel<T>,
  real: readonly T[],
  generated: readonly T[],
  { asked, signal }: JudgeOptions = {},
): Promise<Judgement> {
  assertJudge(judge);
  if (asked !== undefined && asked.length !== generated.length) {
    throw new InvalidArgumentError(
      `A class must be asked for each of ${generated.length} items. Received: ${asked.length}.`,
    );
  }
  const options = signal === undefined ? {} : { signal };
  const features = async (items: readonly T[]): Promise<Batch> => {
    const posterior = await judge.encode(items, options);
    return posterior.kind === 'vq' ? posterior.indices : posterior.mean;
  };
  const [known, made] = [await features(real), await features(generated)];
  const distances = { frechet: frechetDistance(known, made), ...precisionRecall(known, made) };
  if (asked === undefined) return distances;
  return { ...distances, agreement: shareOf(await judge.classify(made, options), asked) };
}

function shareOf(probabilities: Batch, asked: readonly number[]): number {
  const right = asked.filter((label, i) => likeliest(rowOf(probabilities, i)) === label);
  return right.length / asked.length;
}
