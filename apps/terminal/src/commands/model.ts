/** What every command that uses a model does first: find it, admit an engine, load, and free it in the end. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { InvalidFileError, StorageError, sizeOf } from '@speil/api';
import { loadModel, type LoadedModel } from '@speil/core';
import { inputShapeOf } from '@speil/core/spec';
import { decodePicture, encodePng, imageCodec, invert } from '@speil/images';
import { fit, pictureFileLimit } from '@speil/images/node';
import type { Picture } from '@speil/images';
import { atomicWrite } from '@speil/runs';
import { UsageError } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { loadEngine } from '../engines.js';
import { resolveModel } from '../models/resolve.js';
import { refuseDeadLink } from './places.js';

export interface ModelOptions {
  readonly engine: string;
  readonly json?: boolean;
}

/** Loads MODEL, hands it to `use` and frees it, whatever comes. */
export async function withModel<R>(
  name: string,
  options: ModelOptions,
  io: Io,
  use: (model: LoadedModel<Picture>) => Promise<R>,
): Promise<R> {
  const { source, warnings } = resolveModel(name, io.cwd);
  for (const warning of warnings) io.err(`speil: ${warning} An earlier one is used.`);
  const engine = await loadEngine(options.engine, {
    training: false,
    notice: (line) => io.err(`speil: ${line}`),
  });
  const model = await loadModel(source, { codec: imageCodec, engine });
  try {
    return await use(model);
  } finally {
    model.dispose();
  }
}

export interface ReadPictureOptions {
  readonly cwd: string;
  readonly inverted?: boolean;
  /** Default: what the encoder takes, which is smaller than what a super-resolution model gives. */
  readonly shape?: readonly number[];
}

/** A PNG or JPEG file as a picture of the shape that the model takes. */
export function readPicture(
  file: string,
  model: LoadedModel<Picture>,
  { cwd, inverted = false, shape = inputShapeOf(model.spec) }: ReadPictureOptions,
): Picture {
  const [height = 1, width = 1, channels] = shape;
  let bytes: Uint8Array;
  try {
    bytes = readBounded(path.resolve(cwd, file), file);
  } catch (error) {
    if (error instanceof InvalidFileError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StorageError(`Cannot read ${file}: ${reason}.`, { cause: error });
  }
  const fitted = fit(decodePicture(bytes, file), width, height, channels ?? 1);
  return inverted ? invert(fitted) : fitted;
}

/** Reads in pieces, since a pipe or a device does not say how much it gives. */
function readBounded(target: string, file: string): Uint8Array {
  const descriptor = fs.openSync(target, 'r');
  try {
    const pieces: Buffer[] = [];
    // What a file claims, before it is read; then what has come.
    let length = fs.fstatSync(descriptor).size;
    for (let read = 0; length <= pictureFileLimit; length = read) {
      const piece = Buffer.allocUnsafe(2 ** 16);
      const taken = fs.readSync(descriptor, piece);
      if (taken === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, taken));
      read += taken;
    }
    throw new InvalidFileError(
      `${file} is larger than a picture may be: at most ${pictureFileLimit} bytes are read.`,
    );
  } finally {
    fs.closeSync(descriptor);
  }
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

/** Writes a picture; its folder is made. @returns the path, as the person wrote it. */
export function writePicture(file: string, picture: Picture, io: Io): string {
  return writeWhole(file, encodePng(picture), io);
}

/** Writes a text; its folder is made. @returns the path, as the person wrote it. */
export function writeText(file: string, text: string, io: Io): string {
  return writeWhole(file, new TextEncoder().encode(text), io);
}

function writeWhole(file: string, bytes: Uint8Array, io: Io): string {
  const target = path.resolve(io.cwd, file);
  refuseDeadLink(path.dirname(target), file);
  try {
    fs.mkdirSync(path.dirname(target), { recursive: true });
  } catch (error) {
    if (isFull(error)) throw diskFull(file, error);
    const reason = error instanceof Error ? error.message : String(error);
    throw new StorageError(`Cannot make the folder of ${file}: ${reason}.`, { cause: error });
  }
  try {
    atomicWrite(target, bytes);
  } catch (error) {
    // A run's advice is to go on with --resume, which these commands have not.
    throw error instanceof StorageError && isFull(error.cause) ? diskFull(file, error) : error;
  }
  return file;
}

function isFull(error: unknown): boolean {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function diskFull(file: string, cause: unknown): StorageError {
  return new StorageError(
    `Cannot write ${file}: the disk is full. Free some space, then run the command again.`,
    { cause },
  );
}

/** Tells which files were written. */
export function tellFiles(files: readonly string[], { json }: ModelOptions, io: Io): void {
  if (json) io.out(JSON.stringify({ files }));
  else
    io.out(files.length === 1 ? files[0]! : `${files.length} files in ${path.dirname(files[0]!)}`);
}
