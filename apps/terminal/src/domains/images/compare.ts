/**
 * Compares models with each other and with linear baselines on the same data: how close reconstructions are, and how
 * well a simple classifier predicts the class from the latents. PCA is fitted on the training part, with as many
 * components as a model has latent dimensions. The mean image is PCA without components.
 */
import * as path from 'node:path';
import {
  IncompatibleError,
  decodeItems,
  sizeOf,
  sliceRows,
  type Batch,
  type Dataset,
  isDiscrete,
} from '@speil/api';
import {
  PictureScorer,
  collectLatents,
  evaluateModel,
  linearProbe,
  nearestNeighbourAccuracy,
  findPrincipalComponents,
  principalWidth,
  project,
  unproject,
  type Engine,
  type Labelled,
  type PictureScores,
  type PrincipalComponents,
} from '@speil/core';
import { imageCodec, type Picture } from '@speil/images';
import { drawSubset } from '@speil/images/node';
import { openEngine, type EngineOption } from '../../engines/engines.js';
import type { Io } from '../../io/io.js';
import { formatCount } from '../../report/format.js';
import type { ModelDataOptions, ResolvedModel } from '../domain.js';
import { datasetName } from '../model-file.js';
import { openPictureData, refuseSeenData, type PictureData } from './data.js';
import { overviewOfRows } from './overviews.js';

export interface CompareOptions extends EngineOption, Omit<ModelDataOptions, 'split'> {
  readonly limit: number;
  readonly pca: boolean;
}

/** One line of the comparison. */
export interface Compared extends PictureScores {
  readonly name: string;
  /** Number of latent dimensions. */
  readonly code: number;
  /**
   * Accuracy on test items of a 5-nearest-neighbours classifier and of a linear classifier of the latents; null without
   * labels.
   */
  readonly neighbours: number | null;
  readonly linear: number | null;
}

export interface Comparison {
  readonly data: string;
  readonly lines: readonly Compared[];
  /** A picture of the originals, followed by a row of reconstructions for each line. */
  readonly picture: Picture;
}

/** Columns of the picture. */
const shown = 16;
/** Upper bounds on the examples for training and for testing a classifier. */
const probed = 5000;
const mostTested = 2000;

export async function compareModels(
  found: readonly ResolvedModel[],
  { limit, pca, ...options }: CompareOptions,
  io: Io,
): Promise<Comparison> {
  const engine = await openEngine(io, options);
  const models: (PictureData & { readonly name: string; readonly train: Dataset })[] = [];
  for (const one of found) {
    const test = await openPictureData(
      one,
      { ...options, limit, split: 'test' },
      io,
      refuseSeenData,
    );
    const { dataset: train } = await openPictureData(one, { ...options, split: 'train' }, io);
    models.push({ ...test, name: path.basename(one.name), train });
  }
  const first = models[0]!;
  for (const { name, dataset } of models) {
    if (dataset.fingerprint === first.dataset.fingerprint) continue;
    throw new IncompatibleError(differentData({ name, dataset }, first));
  }
  const lines: Compared[] = [];
  const rows: (readonly Picture[])[] = [await originals(first.dataset)];
  for (const { name, model, dataset, train } of models) {
    const onProgress: OnProgress = (what, done, total) =>
      io.progress.update(`${name}: ${what}`, done, total);
    const compared = await compareModel({ name, model, dataset }, { train, engine, onProgress });
    lines.push(compared.line);
    rows.push(compared.pictures);
  }
  const width = sizeOf(first.dataset.shape);
  if (pca && width > principalWidth) {
    io.err(
      `speil: PCA is limited to ${formatCount(principalWidth)} values per image (yours: ${formatCount(width)}), so it is left out. --no-pca leaves it out without this line.`,
    );
  } else if (pca) {
    io.progress.update('finding principal components');
    const sizes = [...new Set([0, ...lines.map(({ code }) => code)])].sort((a, b) => a - b);
    const components = await findPrincipalComponents(first.train, Math.min(sizes.at(-1)!, width));
    for (const [i, size] of sizes.entries()) {
      io.progress.update('comparing with PCA', i, sizes.length);
      const { line, pictures } = await compareLinear(components, size, first.dataset, first.train);
      lines.push(line);
      rows.push(pictures);
    }
  }
  return { data: first.dataset.id, lines, picture: overviewOfRows(rows, { columns: shown }) };
}

interface Named {
  readonly name: string;
  readonly dataset: Pick<Dataset, 'id' | 'shape'>;
}

/** The message for models on different data. Its advice depends on whether one dataset fits both models. */
export function differentData(one: Named, other: Named): string {
  const data = [other, one].map(({ dataset }) => datasetName(dataset.id));
  const shapes = [other, one].map(({ dataset }) => dataset.shape.join('x'));
  const names = `${other.name} and ${one.name}`;
  const differ = `${names} use different data (${data.join(', ')}).`;
  if (shapes[0] === shapes[1]) return `${differ} Choose one with --data.`;
  return data[0] === data[1]
    ? `${names} take images of ${shapes.join(' and ')}, which cannot be compared.`
    : `${differ} Images of ${shapes.join(' and ')} cannot be compared.`;
}

type OnProgress = (what: string, done?: number, total?: number) => void;

interface Surroundings {
  readonly train: Dataset;
  readonly engine: Engine;
  readonly onProgress: OnProgress;
}

interface Outcome {
  readonly line: Compared;
  readonly pictures: readonly Picture[];
}

async function compareModel(
  { name, model, dataset }: PictureData & { readonly name: string },
  { train, engine, onProgress }: Surroundings,
): Promise<Outcome> {
  const scorer = new PictureScorer();
  const pictures: Picture[] = [];
  await evaluateModel(model, engine, dataset, {
    onProgress: (done, total) => onProgress('scoring', done, total),
    onReconstruction: (whole, reconstructed) => {
      scorer.add(whole, reconstructed);
      if (pictures.length < shown) pictures.push(...picturesOf(reconstructed));
    },
  });
  const { latentShape, bottleneck } = model.file.spec;
  const latentsOf = async (data: Dataset): Promise<Batch> => {
    const { mean } = await collectLatents(model, engine, data, {
      onProgress: (done, total) => onProgress('encoding', done, total),
    });
    onProgress('probing the latents');
    return mean;
  };
  const line = {
    name,
    code: sizeOf(latentShape),
    ...scorer.value(),
    // Codebook indices have no meaningful distance.
    ...(isDiscrete(bottleneck) ? unprobed : await probes(latentsOf, train, dataset)),
  };
  return { line, pictures: pictures.slice(0, shown) };
}

async function compareLinear(
  whole: PrincipalComponents,
  size: number,
  dataset: Dataset,
  train: Dataset,
): Promise<Outcome> {
  const components = { ...whole, components: whole.components.slice(0, size) };
  const scorer = new PictureScorer();
  const pictures: Picture[] = [];
  const count = dataset.size;
  for (let start = 0; start < count; start += 200) {
    const items = await read(dataset, start, Math.min(200, count - start));
    const back = unproject(components, project(components, items), dataset.shape);
    scorer.add(items, back);
    if (pictures.length < shown) pictures.push(...picturesOf(back));
  }
  const latentsOf = async (data: Dataset): Promise<Batch> =>
    project(components, await read(data, 0, data.size));
  const line = {
    name: size === 0 ? 'mean image' : `PCA ${size}`,
    code: size,
    ...scorer.value(),
    ...(size === 0 ? unprobed : await probes(latentsOf, train, dataset)),
  };
  return { line, pictures: pictures.slice(0, shown) };
}

type Probes = Pick<Compared, 'neighbours' | 'linear'>;
const unprobed: Probes = { neighbours: null, linear: null };

async function probes(
  latentsOf: (data: Dataset) => Promise<Batch>,
  train: Dataset,
  test: Dataset,
): Promise<Probes> {
  if (train.labels === undefined || test.labels === undefined) return unprobed;
  const labelled = async (data: Dataset, count: number): Promise<Labelled> => {
    const some = drawSubset(data, count);
    return { latents: await latentsOf(some), labels: some.labels! };
  };
  const [known, tested] = [await labelled(train, probed), await labelled(test, mostTested)];
  const { accuracy } = linearProbe(known, tested, { steps: 200 });
  return { neighbours: nearestNeighbourAccuracy(known, tested), linear: accuracy };
}

function read(data: Dataset, start: number, count: number): Promise<Batch> | Batch {
  return data.read(Array.from({ length: count }, (_, i) => start + i));
}

async function originals(data: Dataset): Promise<readonly Picture[]> {
  return picturesOf(await read(data, 0, Math.min(shown, data.size)));
}

function picturesOf(batch: Batch): Picture[] {
  const [count = 0, ...shape] = batch.shape;
  return decodeItems(
    imageCodec({ id: 'image', shape }),
    sliceRows(batch, 0, Math.min(shown, count)),
  );
}
