/**
 * `speil compare`: models beside each other and beside the linear baselines, on the same data: how close the pictures are,
 * and what a simple classifier finds in the codes. PCA has as many numbers as a model's code and is fitted on the training
 * part; the mean image is PCA with none.
 */
import * as path from 'node:path';
import {
  IncompatibleError,
  itemsOf,
  sizeOf,
  sliceRows,
  type Batch,
  type Dataset,
} from '@speil/api';
import {
  PictureScorer,
  encodeDataset,
  evaluateModel,
  linearProbe,
  nearestNeighbourAccuracy,
  principalComponentsOf,
  principalWidth,
  project,
  unproject,
  type Engine,
  type Labelled,
  type PictureScores,
  type PrincipalComponents,
} from '@speil/core';
import { imageCodec, strips, type Picture } from '@speil/images';
import { drawn } from '@speil/images/node';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { engineFor } from '../engines.js';
import { formatCount } from '../report/format.js';
import { table } from '../report/table.js';
import { refuseSeenData } from './eval.js';
import {
  datasetName,
  openPictureData,
  type PictureData,
  type ModelDataOptions,
} from './model-data.js';
import { writePicture, writeText } from './files.js';
import { tellFiles, type ModelOptions } from './model.js';

interface CompareOptions extends ModelOptions, Omit<ModelDataOptions, 'split'> {
  readonly limit: number;
  readonly pca: boolean;
  readonly out: string;
}

/** One line of the comparison. */
export interface Compared extends PictureScores {
  readonly name: string;
  /** Numbers in a code. */
  readonly code: number;
  /** Shares of test items whose class five neighbours, and a linear classifier, tell from the code; null without labels. */
  readonly neighbours: number | null;
  readonly linear: number | null;
}

/** Pictures shown, and examples that the classifiers learn from. */
const shown = 16;
const probed = 5000;
/** Examples that they are asked about. */
const mostAsked = 2000;

export async function compare(names: readonly string[], given: object, io: Io): Promise<ExitCode> {
  const options = given as CompareOptions;
  const { limit, pca, out, ...place } = options;
  const engine = await engineFor(options, io);
  const models: (PictureData & { readonly name: string; readonly train: Dataset })[] = [];
  for (const name of names) {
    const test = await openPictureData(
      name,
      { ...place, limit, split: 'test' },
      io,
      refuseSeenData,
    );
    const { dataset: train } = await openPictureData(name, { ...place, split: 'train' }, io);
    models.push({ ...test, name: path.basename(name), train });
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
    const components = await principalComponentsOf(first.train, Math.min(sizes.at(-1)!, width));
    for (const [i, size] of sizes.entries()) {
      io.progress.update('comparing with PCA', i, sizes.length);
      const { line, pictures } = await compareLinear(components, size, first.dataset, first.train);
      lines.push(line);
      rows.push(pictures);
    }
  }
  const files = [
    writePicture(path.join(out, 'compare.png'), strips(rows, { columns: shown }), io),
    writeText(
      path.join(out, 'compare.json'),
      `${JSON.stringify({ data: first.dataset.id, lines }, null, 2)}\n`,
      io,
    ),
  ];
  if (options.json !== true) for (const line of tableOf(lines)) io.out(line);
  tellFiles(files, options, io);
  return exitCodes.done;
}

interface Named {
  readonly name: string;
  readonly dataset: Pick<Dataset, 'id' | 'shape'>;
}

/** What can be done about it depends on whether one data set can serve both. */
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

interface Comparison {
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
  { train, engine, onProgress }: Comparison,
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
  const codesOf = async (data: Dataset): Promise<Batch> => {
    const parts: Float32Array[] = [];
    for await (const { start, mean } of encodeDataset(model, engine, data)) {
      parts.push(mean.values);
      onProgress('encoding', start + mean.shape[0]!, data.size);
    }
    onProgress('probing the codes');
    const values = Float32Array.from(parts.flatMap((part) => [...part]));
    return { shape: [values.length / sizeOf(latentShape), ...latentShape], values };
  };
  const line = {
    name,
    code: sizeOf(latentShape),
    ...scorer.value(),
    // Indices are names: no distance between them means anything.
    ...(bottleneck.kind === 'vq' ? unprobed : await probes(codesOf, train, dataset)),
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
  const codesOf = async (data: Dataset): Promise<Batch> =>
    project(components, await read(data, 0, data.size));
  const line = {
    name: size === 0 ? 'mean image' : `PCA ${size}`,
    code: size,
    ...scorer.value(),
    ...(size === 0 ? unprobed : await probes(codesOf, train, dataset)),
  };
  return { line, pictures: pictures.slice(0, shown) };
}

type Probes = Pick<Compared, 'neighbours' | 'linear'>;
const unprobed: Probes = { neighbours: null, linear: null };

async function probes(
  codesOf: (data: Dataset) => Promise<Batch>,
  train: Dataset,
  test: Dataset,
): Promise<Probes> {
  if (train.labels === undefined || test.labels === undefined) return unprobed;
  const labelled = async (data: Dataset, count: number): Promise<Labelled> => {
    const some = drawn(data, count);
    return { codes: await codesOf(some), labels: some.labels! };
  };
  const [known, asked] = [await labelled(train, probed), await labelled(test, mostAsked)];
  const { accuracy } = linearProbe(known, asked, { steps: 200 });
  return { neighbours: nearestNeighbourAccuracy(known, asked), linear: accuracy };
}

function read(data: Dataset, start: number, count: number): Promise<Batch> | Batch {
  return data.read(Array.from({ length: count }, (_, i) => start + i));
}

async function originals(data: Dataset): Promise<readonly Picture[]> {
  return picturesOf(await read(data, 0, Math.min(shown, data.size)));
}

function picturesOf(batch: Batch): Picture[] {
  const [count = 0, ...shape] = batch.shape;
  return itemsOf(imageCodec({ id: 'image', shape }), sliceRows(batch, 0, Math.min(shown, count)));
}

function tableOf(lines: readonly Compared[]): readonly string[] {
  const share = (value: number | null): string =>
    value === null ? '-' : `${(100 * value).toFixed(1)} %`;
  return table(lines, [
    { title: 'model', value: ({ name }) => name },
    { title: 'latent size', value: ({ code }) => String(code), align: 'right' },
    { title: 'mse', value: ({ mse }) => mse.toFixed(4), align: 'right' },
    { title: 'psnr', value: ({ psnr }) => psnr.toFixed(1), align: 'right' },
    { title: 'ssim', value: ({ ssim }) => ssim.toFixed(3), align: 'right' },
    { title: 'kNN acc (k=5)', value: ({ neighbours }) => share(neighbours), align: 'right' },
    { title: 'linear probe acc', value: ({ linear }) => share(linear), align: 'right' },
  ]);
}
