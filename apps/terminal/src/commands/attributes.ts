/**
 * `speil attributes`: density, syncopation, range and contour of files; and, with a model, files moved along the vectors of
 * these in its latent space (Roberts et al. 2018).
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { IncompatibleError, InvalidArgumentError, stackRows, rowOf, type Batch } from '@speil/api';
import { attributeVector, meanOf } from '@speil/core';
import {
  attributeNames,
  attributeOf,
  extractWindows,
  generatedSong,
  quantize,
  type AttributeName,
  type NoteSequence,
} from '@speil/music';
import { namedNotes, openNotes } from '@speil/music/node';
import { exitCodes, UsageError, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import type { MediumOptions } from '../media/medium.js';
import type { MusicMedium } from '../media/music.js';
import { withMusic } from '../media/open.js';
import { table } from '../report/table.js';
import { writePicture } from './files.js';
import { readNotesFile } from './notes.js';
import { outputNames } from './reconstruct.js';
import { plural } from '../report/format.js';

export interface Shift {
  readonly name: string;
  readonly amount: number;
}

interface AttributesOptions extends MediumOptions {
  readonly bars: number;
  readonly model?: string;
  readonly shift?: readonly Shift[];
  readonly fit?: string;
  readonly dataDir?: string;
  readonly out?: string;
}

type Amounts = Readonly<Record<AttributeName, number>>;

export async function attributes(
  files: readonly string[],
  given: object,
  io: Io,
): Promise<ExitCode> {
  const options = given as AttributesOptions;
  return shiftIsAsked(options) ? shifted(files, options, io) : counted(files, options, io);
}

/** @throws UsageError for options that do not go together. */
function shiftIsAsked({ model, shift, out, fit }: AttributesOptions): boolean {
  const needs = { '--model': model, '--shift': shift, '-o': out };
  const asked = Object.entries(needs).filter(([, value]) => value !== undefined);
  if (asked.length === 3) return true;
  if (asked.length === 0 && fit === undefined) return false;
  throw new UsageError(
    `A shift needs --model MODEL, --shift density=+1 and -o DIR together. Received: ${asked.map(([name]) => name).join(' and ') || '--fit'} alone.`,
  );
}

/** Means over the windows of each file. */
async function counted(
  files: readonly string[],
  { bars, json }: AttributesOptions,
  io: Io,
): Promise<ExitCode> {
  const rows: { file: string; windows: number; amounts: Amounts }[] = [];
  for (const file of files) {
    const piece = await readNotesFile(file, io);
    const windows = extractWindows(piece, { bars, hop: bars })
      .windows.map(({ sequence }) => sequence)
      .filter(({ notes }) => (notes ?? []).length > 0);
    if (windows.length === 0) throw new IncompatibleError(`${file} has no notes to count.`);
    rows.push({ file, windows: windows.length, amounts: meanAmounts(windows) });
  }
  if (json) io.out(JSON.stringify(rows.map(({ amounts, ...row }) => ({ ...row, ...amounts }))));
  else {
    const lines = table(rows, [
      { title: 'FILE', value: ({ file }) => file },
      { title: 'WINDOWS', value: ({ windows }) => String(windows), align: 'right' },
      ...attributeNames.map((name) => ({
        title: name.toUpperCase(),
        value: ({ amounts }: { amounts: Amounts }) => amounts[name].toFixed(2),
        align: 'right' as const,
      })),
    ]);
    for (const line of lines) io.out(line);
  }
  return exitCodes.done;
}

function meanAmounts(windows: readonly NoteSequence[]): Amounts {
  const meanAmount = (name: AttributeName): number =>
    windows.reduce((sum, window) => sum + amountOf(name, window), 0) / windows.length;
  return Object.fromEntries(attributeNames.map((name) => [name, meanAmount(name)])) as Amounts;
}

/** Some models play beside the grid: their notes are put on it to be counted. */
function amountOf(name: AttributeName, sequence: NoteSequence): number {
  return attributeOf(
    name,
    sequence.quantizationInfo?.stepsPerQuarter ? sequence : quantize(sequence),
  );
}

async function shifted(
  files: readonly string[],
  options: AttributesOptions,
  io: Io,
): Promise<ExitCode> {
  const { out, json } = options;
  const shifts = options.shift!.map(({ name, amount }) => ({ name: nameOf(name), amount }));
  const names = outputNames(files, 'pairs.png', '.mid');
  const { rows, written } = await withMusic(options.model!, options, io, async (medium) => {
    medium.refuseTooMany(files.length);
    const items: NoteSequence[] = [];
    for (const file of files) items.push(await medium.readOne(file));
    const codes = meanOf(await medium.given.encode(items));
    const vectors = await vectorsOf(
      medium,
      shifts.map(({ name }) => name),
      options,
      io,
    );
    const before = await medium.given.decode(codes);
    const after = await medium.given.decode(moved(codes, vectors, shifts));
    const written = after.map((item, i) => medium.write(path.join(out!, names[i]!), [item]));
    const pairs = medium.pairs(before, after);
    written.push(writePicture(path.join(out!, 'pairs.png'), pairs, io));
    const rows = files.flatMap((file, i) =>
      shifts.map(({ name, amount }) => ({
        file,
        attribute: name,
        shift: amount,
        before: amountOf(name, before[i]!),
        after: amountOf(name, after[i]!),
      })),
    );
    return { rows, written };
  });
  if (json) io.out(JSON.stringify({ shifts: rows, files: written }));
  else {
    const lines = table(rows, [
      { title: 'FILE', value: ({ file }) => file },
      { title: 'SHIFT', value: ({ attribute, shift }) => `${attribute}${signed(shift)}` },
      { title: 'BEFORE', value: ({ before }) => before.toFixed(2), align: 'right' },
      { title: 'AFTER', value: ({ after }) => after.toFixed(2), align: 'right' },
    ]);
    for (const line of lines) io.out(line);
    io.err(`${plural(written.length, 'file')} in ${out}`);
  }
  return exitCodes.done;
}

const signed = (amount: number): string => (amount < 0 ? String(amount) : `+${amount}`);

function nameOf(name: string): AttributeName {
  const found = attributeNames.find((candidate) => candidate === name);
  if (found !== undefined) return found;
  throw new UsageError(`--shift knows ${attributeNames.join(', ')}. Received: ${name}.`);
}

function moved(
  codes: Batch,
  vectors: readonly Float32Array[],
  shifts: readonly { readonly amount: number }[],
): Batch {
  const rows = Array.from({ length: codes.shape[0]! }, (_, i) =>
    rowOf(codes, i).map((value, at) =>
      shifts.reduce((sum, { amount }, s) => sum + amount * vectors[s]![at]!, value),
    ),
  );
  return stackRows(rows, codes.shape.slice(1));
}

/** What vectors are fitted to at most, from the beginning to the end of a dataset; more would change them little. */
const mostSongs = 128;
const mostWindows = 512;

/** A vector of each attribute, from the codes of generated songs or of songs that are named. */
async function vectorsOf(
  medium: MusicMedium,
  names: readonly AttributeName[],
  { fit, dataDir }: AttributesOptions,
  io: Io,
): Promise<readonly Float32Array[]> {
  const songs = fit === undefined ? generatedSongs() : await songsOf(fit, dataDir, io);
  const items = evenly(songs, mostSongs).flatMap((song) => medium.windowsOf(song));
  if (items.length < 8) {
    throw new IncompatibleError(
      `A vector needs at least 8 windows that the model takes. Received: ${items.length} of ${fit ?? 'generated songs'}.`,
    );
  }
  const fitted = evenly(items, mostWindows);
  const codes = meanOf(await medium.given.encode(fitted));
  return names.map((name) => {
    const amounts = fitted.map((item) => amountOf(name, item));
    try {
      return attributeVector(codes, amounts);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      throw new IncompatibleError(
        `${fit ?? 'Generated songs'} differ too little in ${name}, as ${medium.name} takes them: name music that does with --fit.`,
        { cause: error },
      );
    }
  });
}

function generatedSongs(): readonly NoteSequence[] {
  return Array.from({ length: mostSongs }, (_, index) => generatedSong({ index, bars: 8 }));
}

/** Of a folder, or of a dataset by its name. */
async function songsOf(
  fit: string,
  dataDir: string | undefined,
  { cwd, env }: Io,
): Promise<readonly NoteSequence[]> {
  const folder = path.resolve(cwd, fit);
  const isName = namedNotes.some(({ name }) => name === fit) || !fs.existsSync(folder);
  const { songs } = await openNotes(isName ? fit : folder, { split: 'train', dataDir, env });
  return songs.map(({ sequence }) => sequence);
}

/** At most so many of a list, at equal distances. */
function evenly<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, i) => list[Math.floor((i * list.length) / most)]!);
}
