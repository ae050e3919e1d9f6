/** What the file of a model and its run say about the training data. */
import { InvalidArgumentError, NotFoundError } from '@speil/api';
import type { Dataset, ModelFile, RunConfig } from '@speil/api';
import type { ModelDataOptions } from './domain.js';

/**
 * @returns the dataset that the command gives, otherwise the run's own, with the place where the run found it. The
 * place is left out for another dataset.
 */
export function chooseDataset(
  given: string | undefined,
  file: ModelFile,
  run: RunConfig | undefined,
): { readonly name: string; readonly dir?: string } {
  const own = run?.data.name ?? (given === undefined ? trainedOn(file) : undefined);
  const dir = run?.data.dir;
  const name = given ?? own!;
  return dir !== undefined && name === own ? { name, dir } : { name };
}

/** @throws NotFoundError if the dataset is empty, so that there is nothing to average. */
export function refuseEmpty(
  { id, size }: Pick<Dataset, 'id' | 'size'>,
  split: ModelDataOptions['split'],
): void {
  if (size > 0) return;
  throw new NotFoundError(
    `The ${split} part of ${datasetName(id)} is empty: there is nothing to score. Try --split ${split === 'test' ? 'train' : 'test'}, or other --data.`,
  );
}

/** The name of the dataset that a model was trained on. */
function trainedOn({ training, spec }: ModelFile): string {
  if (training === undefined) {
    throw new InvalidArgumentError(
      `Model ${spec.name} does not say what it was trained on. Name the data with --data.`,
    );
  }
  return datasetName(training.dataset.id);
}

/** `mnist/train` is a part of `mnist`. */
export function datasetName(id: string): string {
  return id.replace(/\/(train|validation|test)$/u, '');
}
