/**
 * `speil denoise` and `speil upscale`: pictures that lack something, made whole by a model that was trained to. With whole
 * pictures to start from, they are first spoiled as in training, so that one sees what was lost and what came back.
 */
import * as path from 'node:path';
import { IncompatibleError, type InputSpec } from '@speil/api';
import { reconstruct, type LoadedModel } from '@speil/core';
import { enlarge, resize, strips, type Picture } from '@speil/images';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { typed } from '../report/paths.js';
import { writePicture } from './files.js';
import { fitFor, type FitOption } from './fit.js';
import { readPicture, tellFiles, withModel, type ModelOptions } from './model.js';
import { outputNames } from './reconstruct.js';

interface RestoreOptions extends ModelOptions, FitOption {
  /** How strongly whole pictures are corrupted first; absent: they come corrupted. */
  readonly corrupt?: number;
  /** Whole pictures come and are reduced first. */
  readonly reduce?: boolean;
  readonly seed: number;
  readonly invert?: boolean;
  readonly out: string;
}

export function denoise(
  name: string,
  sources: readonly string[],
  options: object,
  io: Io,
): Promise<ExitCode> {
  return restore('corrupted', name, sources, options as RestoreOptions, io);
}

export function upscale(
  name: string,
  sources: readonly string[],
  options: object,
  io: Io,
): Promise<ExitCode> {
  return restore('reduced', name, sources, options as RestoreOptions, io);
}

type Kind = 'corrupted' | 'reduced';

async function restore(
  kind: Kind,
  name: string,
  sources: readonly string[],
  options: RestoreOptions,
  io: Io,
): Promise<ExitCode> {
  const { corrupt: strength = 1, seed, invert: inverted = false, out } = options;
  const spoiled = kind === 'corrupted' ? options.corrupt !== undefined : options.reduce === true;
  const { rows, restored } = await withModel(name, options, io, async (model, found) => {
    refuseOther(kind, model, name);
    const shape = spoiled ? { shape: model.spec.codec.shape } : {};
    const how = { cwd: io.cwd, inverted, ...fitFor(options.fit, found), ...shape };
    const read: Picture[] = [];
    // One after the other: photographs are large.
    for (const file of sources) read.push(await readPicture(file, model, how));
    const seen = spoiled ? await model.degrade(read, { strength, seed }) : read;
    const restored = await reconstruct(model, seen);
    const shown = kind === 'reduced' ? enlarged(model, seen, restored) : [seen];
    return { rows: [...(spoiled ? [read] : []), ...shown, restored], restored };
  });
  const names = outputNames(sources, 'rows.png');
  const files = restored.map((picture, i) => writePicture(path.join(out, names[i]!), picture, io));
  files.push(writePicture(path.join(out, 'rows.png'), strips(rows), io));
  tellFiles(files, options, io);
  return exitCodes.done;
}

/** Small pictures as large as what comes of them: by their pixels, and by the usual interpolation. */
function enlarged(
  { spec }: LoadedModel<Picture>,
  seen: readonly Picture[],
  [whole]: readonly Picture[],
): readonly (readonly Picture[])[] {
  if (whole === undefined) return [];
  const { factor } = spec.input as Extract<InputSpec, { kind: 'reduced' }>;
  return [
    seen.map((picture) => enlarge(picture, factor)),
    seen.map((picture) => resize(picture, whole.width, whole.height)),
  ];
}

function refuseOther(
  kind: Kind,
  model: LoadedModel<Picture>,
  asked: string,
): asserts model is LoadedModel<Picture> & Required<Pick<LoadedModel<Picture>, 'degrade'>> {
  const { input } = model.spec;
  if (input?.kind === kind) return;
  const other =
    input?.kind === 'reduced' ? 'upscale' : input?.kind === 'corrupted' ? 'denoise' : 'reconstruct';
  const [does, recipe] =
    kind === 'corrupted'
      ? ['clean pictures', 'mnist-denoise']
      : ['enlarge pictures', 'mnist-upscale-2'];
  throw new IncompatibleError(
    `${asked} was not trained to ${does}. Try a model such as ${recipe}, or: speil ${other} ${typed(asked)}`,
  );
}
