/** Opens a model of pictures with data to run it on: the file of the model, and the requested dataset. */
import { IncompatibleError, type Dataset, type ModelFile } from '@speil/api';
import { readModel, type ReadModel } from '@speil/core';
import { openDataset } from '@speil/images/node';
import { readConfig } from '@speil/runs';
import type { Io } from '../../io/io.js';
import { describeSkipped } from '../../report/skipped.js';
import type { ModelData, ModelDataOptions, ResolvedModel } from '../domain.js';
import { chooseDataset, datasetName, refuseEmpty } from '../model-file.js';
import { fitFor } from './fit.js';

export type PictureData = ModelData<ReadModel>;

/**
 * @param check receives the dataset's name before any of its data are read.
 * @throws what the model, the data or `check` throw; NotFoundError if the part is empty.
 */
export async function openPictureData(
  found: Pick<ResolvedModel, 'source' | 'run'>,
  { data, dataDir, split, limit, fit }: ModelDataOptions,
  io: Io,
  check: (file: ModelFile, dataset: string) => void = () => undefined,
): Promise<PictureData> {
  const { source, run } = found;
  const model = await readModel(source);
  // The file of a model names its data but not their location. The run knows where it found them.
  const config = run === undefined ? undefined : readConfig(run);
  const { name, dir } = chooseDataset(data, model.file, config);
  check(model.file, name);
  const folder = dataDir ?? dir;
  io.progress.update('reading the data');
  const dataset = await openDataset(name, {
    split,
    shape: model.file.spec.codec.shape,
    ...(folder === undefined ? {} : { dir: folder }),
    ...(limit === undefined ? {} : { limit }),
    ...fitFor(fit, found),
  });
  refuseEmpty(dataset, split);
  reportDataset(dataset, io);
  return { model, dataset };
}

/** Says what a dataset holds, how it is converted, and what was skipped, so that a conversion is never silent. */
export function reportDataset({ id, description, skipped = [] }: Dataset, io: Io): void {
  if (description !== undefined) sayOnce(`${datasetName(id)}: ${description}`, io);
  for (const line of describeSkipped(id, skipped)) sayOnce(line, io);
}

const reported = new WeakMap<Io, Set<string>>();

/** Describes a dataset only once, even if a command opens both of its parts or opens it for several models. */
function sayOnce(line: string, io: Io): void {
  const lines = reported.get(io) ?? new Set();
  reported.set(io, lines);
  if (lines.has(line)) return;
  lines.add(line);
  io.err(line);
}

/** @throws IncompatibleError if the model was trained on these data, whichever part is requested. */
export function refuseSeenData({ training, spec }: ModelFile, dataset: string): void {
  if (training === undefined) return;
  const whole = datasetName(training.dataset.id);
  if (dataset !== `${whole}-10k`) return;
  throw new IncompatibleError(
    `${spec.name} was trained on ${whole}, and ${dataset} is a part of its training data: it has seen them all. Use --data ${whole} --split test.`,
  );
}
