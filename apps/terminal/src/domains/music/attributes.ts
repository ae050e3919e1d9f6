/**
 * Measures density, syncopation, range and contour of files. With a model, also shifts files along the vectors of these
 * attributes in its latent space (Roberts et al. 2018).
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { IncompatibleError, InvalidArgumentError, stackRows, rowOf, type Batch } from '@speil/api';
import { attributeVector, posteriorMean } from '@speil/core';
import {
  attributeNames,
  measureAttribute,
  extractWindows,
  generatedSong,
  quantize,
  type AttributeName,
  type NoteSequence,
} from '@speil/music';
import { namedNotes, openNotes } from '@speil/music/node';
import { writePicture } from '../../files/files.js';
import { outputNames } from '../../files/paths.js';
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import type { ResolvedModel } from '../domain.js';
import type { LatentOptions } from '../latent-space.js';
import { withMusicSpace, type MusicSpace } from './latent-space.js';
import { readNotesFile } from './notes-file.js';

export { attributeNames };

export interface Shift {
  readonly name: string;
  readonly amount: number;
}

export interface ShiftOptions extends Omit<LatentOptions, 'fit'>, VectorOptions {
  readonly shift: readonly Shift[];
  readonly out: string;
}

interface VectorOptions {
  /** A dataset or a folder to which the vectors are fitted. Default: generated songs. */
  readonly fit?: string | undefined;
  readonly dataDir?: string | undefined;
}

type Amounts = Readonly<Record<AttributeName, number>>;

export interface Measured {
  readonly file: string;
  readonly windows: number;
  readonly amounts: Amounts;
}

/** Measures the attributes of each file: means over its windows. */
export async function measureAttributes(
  files: readonly string[],
  bars: number,
  io: Io,
): Promise<readonly Measured[]> {
  const rows: Measured[] = [];
  for (const file of files) {
    const piece = await readNotesFile(file, io);
    const windows = extractWindows(piece, { bars, hop: bars })
      .windows.map(({ sequence }) => sequence)
      .filter(({ notes }) => (notes ?? []).length > 0);
    if (windows.length === 0) throw new IncompatibleError(`${file} has no notes to count.`);
    rows.push({ file, windows: windows.length, amounts: meanAmounts(windows) });
  }
  return rows;
}

function meanAmounts(windows: readonly NoteSequence[]): Amounts {
  const meanAmount = (name: AttributeName): number =>
    windows.reduce((sum, window) => sum + amountOf(name, window), 0) / windows.length;
  return Object.fromEntries(attributeNames.map((name) => [name, meanAmount(name)])) as Amounts;
}

/** Quantises notes that are not on the grid, as some models play them, before they are counted. */
function amountOf(name: AttributeName, sequence: NoteSequence): number {
  return measureAttribute(
    name,
    sequence.quantizationInfo?.stepsPerQuarter ? sequence : quantize(sequence),
  );
}

export interface Shifted {
  readonly rows: readonly {
    readonly file: string;
    readonly attribute: AttributeName;
    readonly shift: number;
    readonly before: number;
    readonly after: number;
  }[];
  readonly files: readonly string[];
}

/** Shifts the pieces in a model's latent space and writes them. */
export async function shiftAttributes(
  sources: readonly string[],
  found: ResolvedModel,
  { fit, ...options }: ShiftOptions,
  io: Io,
): Promise<Shifted> {
  const { out } = options;
  const shifts = options.shift.map(({ name, amount }) => ({ name: checkName(name), amount }));
  const names = outputNames(sources, 'pairs.png', '.mid');
  return withMusicSpace(found, options, io, async (space) => {
    space.refuseTooMany(sources.length);
    const items: NoteSequence[] = [];
    for (const file of sources) items.push(await space.readOne(file));
    const latents = posteriorMean(await space.forItems.encode(items));
    const vectors = await fitVectors(
      space,
      shifts.map(({ name }) => name),
      { fit, dataDir: options.dataDir },
      io,
    );
    const before = await space.forItems.decode(latents);
    const after = await space.forItems.decode(addShifts(latents, vectors, shifts));
    const files = after.map((item, i) => space.write(path.join(out, names[i]!), [item]));
    files.push(writePicture(path.join(out, 'pairs.png'), space.pairs(before, after), io));
    const rows = sources.flatMap((file, i) =>
      shifts.map(({ name, amount }) => ({
        file,
        attribute: name,
        shift: amount,
        before: amountOf(name, before[i]!),
        after: amountOf(name, after[i]!),
      })),
    );
    return { rows, files };
  });
}

function checkName(name: string): AttributeName {
  const found = attributeNames.find((candidate) => candidate === name);
  if (found !== undefined) return found;
  throw new UsageError(`--shift takes ${attributeNames.join(', ')}. Received: ${name}.`);
}

function addShifts(
  latents: Batch,
  vectors: readonly Float32Array[],
  shifts: readonly { readonly amount: number }[],
): Batch {
  const rows = Array.from({ length: latents.shape[0]! }, (_, i) =>
    rowOf(latents, i).map((value, at) =>
      shifts.reduce((sum, { amount }, s) => sum + amount * vectors[s]![at]!, value),
    ),
  );
  return stackRows(rows, latents.shape.slice(1));
}

/**
 * Upper bounds on the songs and windows to which vectors are fitted. They are spread over the dataset; more of them
 * would change the vectors little.
 */
const mostSongs = 128;
const mostWindows = 512;

/** Fits a vector for each attribute to the latents of generated songs, or of the songs that `--fit` names. */
async function fitVectors(
  space: MusicSpace,
  names: readonly AttributeName[],
  { fit, dataDir }: VectorOptions,
  io: Io,
): Promise<readonly Float32Array[]> {
  const songs = fit === undefined ? generatedSongs() : await openSongs(fit, dataDir, io);
  const items = evenly(songs, mostSongs).flatMap((song) => space.windowsOf(song));
  if (items.length < 8) {
    throw new IncompatibleError(
      `A vector needs at least 8 windows that the model takes. Received: ${items.length} of ${fit ?? 'generated songs'}.`,
    );
  }
  const fitted = evenly(items, mostWindows);
  const latents = posteriorMean(await space.forItems.encode(fitted));
  return names.map((name) => {
    const amounts = fitted.map((item) => amountOf(name, item));
    try {
      return attributeVector(latents, amounts);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      throw new IncompatibleError(
        `The windows of ${fit ?? 'generated songs'} that ${space.name} takes differ too little in ${name}: give other music with --fit.`,
        { cause: error },
      );
    }
  });
}

function generatedSongs(): readonly NoteSequence[] {
  return Array.from({ length: mostSongs }, (_, index) => generatedSong({ index, bars: 8 }));
}

/** Opens a folder of songs, or a dataset by its name. */
async function openSongs(
  fit: string,
  dataDir: string | undefined,
  { cwd, env }: Io,
): Promise<readonly NoteSequence[]> {
  const folder = path.resolve(cwd, fit);
  const isName = namedNotes.some(({ name }) => name === fit) || !fs.existsSync(folder);
  const { songs } = await openNotes(isName ? fit : folder, { split: 'train', dir: dataDir, env });
  return songs.map(({ sequence }) => sequence);
}

/** Takes at most `most` items of a list, equally spaced. */
function evenly<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, i) => list[Math.floor((i * list.length) / most)]!);
}
