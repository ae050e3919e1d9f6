/**
 * Scores generated items with a small classifier: whether they have the requested class, and how close they are to real
 * items in its features. The scores depend on the classifier and cannot be compared with Inception-based figures.
 */
import {
  posteriorLatents,
  InvalidArgumentError,
  rowOf,
  type Batch,
  type ClassifyOptions,
  type LatentModel,
} from '@speil/api';
import { argMax } from './classes.js';
import { frechetDistance, precisionRecall, type PrecisionRecall } from './feature-distances.js';

/** How generated items are judged. */
export interface JudgeOptions extends ClassifyOptions {
  /** The requested class of each generated item. */
  readonly requested?: readonly number[];
}

/** What a classifier says of generated items. */
export interface Judgement extends PrecisionRecall {
  /** Fréchet distance between the classifier's latents of generated and of real items. */
  readonly frechet: number;
  /** The fraction of generated items that the classifier assigns to the requested class; only with `requested`. */
  readonly agreement?: number;
}

/** A model that has learned classes (`objective.supervision`). */
export type Judge<T> = LatentModel<T> & Required<Pick<LatentModel<T>, 'classify'>>;

/**
 * Asserts that a model can judge: that it has learned classes.
 *
 * @throws InvalidArgumentError for a model that has learned no classes.
 */
export function assertJudge<T>(model: LatentModel<T>): asserts model is Judge<T> {
  if (model.classify !== undefined) return;
  throw new InvalidArgumentError(
    `A judge must have learned classes, as mnist-classifier has. Received: ${model.spec.name}.`,
  );
}

/**
 * Compares generated items with real ones in the latent space of a classifier.
 *
 * @param judge a model that has learned classes; its latents are the features.
 * @param real,generated more than 3 items each. Precision and recall compare all pairs of items.
 * @throws InvalidArgumentError for a judge without classes, or if the number of requested classes is not the number of
 *   generated items.
 */
export async function judgeItems<T>(
  judge: LatentModel<T>,
  real: readonly T[],
  generated: readonly T[],
  { requested, signal }: JudgeOptions = {},
): Promise<Judgement> {
  assertJudge(judge);
  if (requested !== undefined && requested.length !== generated.length) {
    throw new InvalidArgumentError(
      `There must be one requested class for each of the ${generated.length} generated items. Received: ${requested.length}.`,
    );
  }
  const options = signal === undefined ? {} : { signal };
  const features = async (items: readonly T[]): Promise<Batch> => {
    const posterior = await judge.encode(items, options);
    return posteriorLatents(posterior);
  };
  const [known, made] = [await features(real), await features(generated)];
  const distances = { frechet: frechetDistance(known, made), ...precisionRecall(known, made) };
  if (requested === undefined) return distances;
  return { ...distances, agreement: shareOf(await judge.classify(made, options), requested) };
}

function shareOf(probabilities: Batch, requested: readonly number[]): number {
  const right = requested.filter((label, i) => argMax(rowOf(probabilities, i)) === label);
  return right.length / requested.length;
}
