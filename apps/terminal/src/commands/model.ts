/** What every command that uses a model does first: find it, admit an engine, load, and free it in the end. */
import * as path from 'node:path';
import { sizeOf, type PictureFit } from '@speil/api';
import { loadModel, type LoadedModel } from '@speil/core';
import { inputShapeOf } from '@speil/core/spec';
import { imageCodec, invert } from '@speil/images';
import { decodeFileToFit, pictureFileLimit } from '@speil/images/node';
import type { Picture } from '@speil/images';
import { UsageError } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { engineFor } from '../engines.js';
import { resolvePictureModel, tellWarnings, type ResolvedModel } from '../models/resolve.js';
import { readBounded } from './files.js';

export interface ModelOptions {
  readonly engine: string;
  readonly json?: boolean;
}

/** Loads MODEL, hands it to `use` and frees it, whatever comes. */
export async function withModel<R>(
  name: string,
  options: ModelOptions,
  io: Io,
  use: (model: LoadedModel<Picture>, found: ResolvedModel) => Promise<R>,
): Promise<R> {
  const found = resolvePictureModel(name, io.cwd);
  tellWarnings(found, io);
  const { source } = found;
  const engine = await engineFor(options, io);
  io.progress.update('loading the model');
  const model = await loadModel(source, { codec: imageCodec, engine });
  io.progress.update('decoding');
  try {
    return await use(model, found);
  } finally {
    model.dispose();
  }
}

export interface ReadPictureOptions {
  readonly cwd: string;
  readonly inverted?: boolean;
  /** Default `fill`. */
  readonly fit?: PictureFit;
  /** Default: what the encoder takes, which is smaller than what a super-resolution model gives. */
  readonly shape?: readonly number[];
}

/** A PNG or JPEG file as a picture of the shape that the model takes. */
export async function readPicture(
  file: string,
  model: LoadedModel<Picture>,
  { cwd, inverted = false, fit, shape = inputShapeOf(model.spec) }: ReadPictureOptions,
): Promise<Picture> {
  const bytes = readBounded(file, { cwd, limit: pictureFileLimit, what: 'a picture' });
  const fitted = await decodeFileToFit(bytes, file, shape, fit);
  return inverted ? invert(fitted) : fitted;
}

/** The most bytes of all pictures that a command makes: 85,000 of MNIST's. */
const pixelLimit = 2 ** 26;

/** @throws UsageError before pictures are decoded that would not fit one montage in memory. */
export function refuseTooMany(count: number, { spec }: LoadedModel<Picture>): void {
  const { shape } = spec.codec;
  const most = Math.floor(pixelLimit / sizeOf(shape));
  if (count <= most) return;
  throw new UsageError(
    `At most ${most} pictures of ${shape.join(' x ')} fit one command. Received: ${count}.`,
  );
}

/** Tells which files were written. */
export function tellFiles(files: readonly string[], { json }: ModelOptions, io: Io): void {
  if (json) io.out(JSON.stringify({ files }));
  else
    io.out(files.length === 1 ? files[0]! : `${files.length} files in ${path.dirname(files[0]!)}`);
}
