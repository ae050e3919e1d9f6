/** What a command needs that takes a model through a data set: the model's files, and the data it is asked for. */
import { InvalidArgumentError, NotFoundError } from '@speil/api';
import type { Dataset, ModelFile, ModelSpec, RunConfig, Split } from '@speil/api';
import { readModel, type ModelParts, type ReadModel } from '@speil/core';
import { openDataset } from '@speil/images/node';
import { readConfig } from '@speil/runs';
import type { Io } from '../cli/io.js';
import { resolveModel, resolvePictureModel, tellWarnings } from '../models/resolve.js';
import { skippedLines } from '../report/skipped.js';
import { fitFor, refuseFit, type FitOption } from './fit.js';

export interface ModelDataOptions extends FitOption {
  readonly data?: string;
  readonly dataDir?: string;
  readonly split: Split;
  /** Examples, drawn across the data. */
  readonly limit?: number;
}

export interface ModelData<M extends ModelParts = ModelParts> {
  readonly model: M;
  readonly dataset: Dataset;
}

export type PictureData = ModelData<ReadModel>;

/**
 * Of a model of pictures or of music.
 *
 * @param check is shown the model's spec before any data are read.
 * @throws what the model, the data or `check` throw; NotFoundError where the part is empty.
 */
export async function openModelData(
  name: string,
  options: ModelDataOptions,
  io: Io,
  check: (spec: ModelSpec) => void = () => undefined,
): Promise<ModelData> {
  const found = resolveModel(name, io.cwd, io.env);
  if (found.kind === 'images') {
    return openPictureData(name, options, io, ({ spec }) => {
      check(spec);
    });
  }
  refuseFit(name, options.fit);
  tellWarnings(found, io);
  // Only now: its libraries take a while, and pictures need none of them.
  const { openMusicData } = await import('./music-data.js');
  const { checkpoint, open } = await openMusicData(found, name, options);
  const { spec } = checkpoint.plan;
  check(spec);
  const model = { file: { spec }, variables: checkpoint.variables };
  return { model, dataset: await open(options.split) };
}

/**
 * @param check is shown the set's name before anything of it is read.
 * @throws what the model, the data or `check` throw; NotFoundError where the part is empty.
 */
export async function openPictureData(
  name: string,
  { data, dataDir, split, limit, fit }: ModelDataOptions,
  io: Io,
  check: (file: ModelFile, set: string) => void = () => undefined,
): Promise<PictureData> {
  const found = resolvePictureModel(name, io.cwd);
  tellWarnings(found, io);
  const { source, run } = found;
  const model = await readModel(source);
  // A model's file names its data and no place; the run knows where it found them.
  const config = run === undefined ? undefined : readConfig(run);
  const { name: set, dir } = whichData(data, model.file, config);
  check(model.file, set);
  const place = dataDir ?? dir;
  io.progress.update('reading the data');
  const dataset = await openDataset(set, {
    split,
    shape: model.file.spec.codec.shape,
    ...(place === undefined ? {} : { dir: place }),
    ...(limit === undefined ? {} : { limit }),
    ...fitFor(fit, found),
  });
  refuseEmpty(dataset, split);
  if (dataset.description !== undefined) {
    sayOnce(`${datasetName(dataset.id)}: ${dataset.description}`, io);
  }
  for (const line of skippedLines(dataset.id, dataset.skipped ?? [])) sayOnce(line, io);
  return { model, dataset };
}

const said = new WeakMap<Io, Set<string>>();

/** A command that opens both parts of a set, or one set for several models, says once what it is. */
function sayOnce(line: string, io: Io): void {
  const lines = said.get(io) ?? new Set();
  said.set(io, lines);
  if (lines.has(line)) return;
  lines.add(line);
  io.err(line);
}

/** The set that is asked for, else the run's own; and where the run found it, unless another is asked for. */
export function whichData(
  asked: string | undefined,
  file: ModelFile,
  run: RunConfig | undefined,
): { readonly name: string; readonly dir?: string } {
  const own = run?.data.name ?? (asked === undefined ? trainedOn(file) : undefined);
  const dir = run?.data.dir;
  const name = asked ?? own!;
  return dir !== undefined && name === own ? { name, dir } : { name };
}

/** @throws NotFoundError where there is nothing to take a mean of. */
export function refuseEmpty({ id, size }: Pick<Dataset, 'id' | 'size'>, split: Split): void {
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
