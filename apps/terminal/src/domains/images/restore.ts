/**
 * Denoising and super-resolution: a model restores degraded pictures. On request, whole pictures are first degraded as
 * in training, to show what was lost and what was restored.
 */
import * as path from 'node:path';
import { IncompatibleError, type InputSpec, type PictureFit } from '@speil/api';
import { reconstruct, type LoadedModel } from '@speil/core';
import { inferInputShape } from '@speil/core/spec';
import { enlarge, resize, type Picture } from '@speil/images';
import type { EngineOption } from '../../engines/engines.js';
import { reportFiles, writeOverview, writePicture } from '../../files/files.js';
import { outputNames } from '../../files/paths.js';
import type { Io } from '../../io/io.js';
import { quoteForShell } from '../../report/paths.js';
import type { ResolvedModel } from '../domain.js';
import { fitFor } from './fit.js';
import { readPicture, refuseTooMany, withPictureModel } from './model.js';
import { uniformNoise } from './noise.js';
import { overviewOfRows } from './overviews.js';

export interface RestoreOptions extends EngineOption {
  /** How the model was trained to degrade its inputs. */
  readonly degradation: 'corrupted' | 'reduced';
  /** The strength with which whole pictures are degraded first; absent if the pictures are already degraded. */
  readonly strength?: number;
  readonly seed: number;
  readonly invert?: boolean;
  readonly fit?: PictureFit;
}

export interface Restored {
  readonly pictures: readonly Picture[];
  /** One row each: whole pictures (if given), the model's inputs, and the restored pictures. */
  readonly rows: Picture;
}

/** Picture files, or pictures of noise of the size that the model takes. */
export type RestoreSource = readonly string[] | { readonly noise: number };

export async function restore(
  found: ResolvedModel,
  source: RestoreSource,
  options: RestoreOptions,
  io: Io,
): Promise<Restored> {
  const { degradation, strength, seed, invert: inverted = false } = options;
  return withPictureModel(found, options, io, async (model) => {
    refuseOther(degradation, model, found.name);
    const shape = strength === undefined ? {} : { shape: model.spec.codec.shape };
    const how = { cwd: io.cwd, inverted, ...fitFor(options.fit, found), ...shape };
    const read: Picture[] = [];
    if ('noise' in source) {
      refuseTooMany(source.noise, model);
      read.push(...uniformNoise(source.noise, inferInputShape(model.spec), seed));
    } else {
      // One after the other: photographs are large.
      for (const file of source) read.push(await readPicture(file, model, how));
    }
    const inputs = strength === undefined ? read : await model.degrade(read, { strength, seed });
    const pictures = await reconstruct(model, inputs);
    const shown = degradation === 'reduced' ? enlarged(model, inputs, pictures) : [inputs];
    const rows = overviewOfRows([...(strength === undefined ? [] : [read]), ...shown, pictures]);
    return { pictures, rows };
  });
}

/** Writes each restored picture, and one picture with all rows. */
export function writeRestored(
  source: RestoreSource,
  { pictures, rows }: Restored,
  { out, json = false }: { readonly out: string; readonly json?: boolean },
  io: Io,
): void {
  const sources =
    'noise' in source ? Array.from({ length: source.noise }, (_, i) => `noise-${i}`) : source;
  const names = outputNames(sources, 'rows.png');
  const files = pictures.map((picture, i) => writePicture(path.join(out, names[i]!), picture, io));
  files.push(writeOverview(path.join(out, 'rows.png'), rows, { json }, io));
  reportFiles(files, { json }, io);
}

/** Enlarges small pictures to the size of the restored ones, by repeating pixels and by ordinary interpolation. */
function enlarged(
  { spec }: LoadedModel<Picture>,
  inputs: readonly Picture[],
  [whole]: readonly Picture[],
): readonly (readonly Picture[])[] {
  if (whole === undefined) return [];
  const { factor } = spec.input as Extract<InputSpec, { kind: 'reduced' }>;
  return [
    inputs.map((picture) => enlarge(picture, factor)),
    inputs.map((picture) => resize(picture, whole.width, whole.height)),
  ];
}

function refuseOther(
  degradation: RestoreOptions['degradation'],
  model: LoadedModel<Picture>,
  name: string,
): asserts model is LoadedModel<Picture> & Required<Pick<LoadedModel<Picture>, 'degrade'>> {
  const { input } = model.spec;
  if (input?.kind === degradation) return;
  const other =
    input?.kind === 'reduced' ? 'upscale' : input?.kind === 'corrupted' ? 'denoise' : 'reconstruct';
  const [does, recipe] =
    degradation === 'corrupted'
      ? ['clean pictures', 'mnist-denoise']
      : ['enlarge pictures', 'mnist-upscale-2'];
  throw new IncompatibleError(
    `${name} was not trained to ${does}. Try a model such as ${recipe}, or: speil ${other} ${quoteForShell(name)}`,
  );
}
