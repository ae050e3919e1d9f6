/**
 * Fuzzes the readers of note files in the same way for every format. A valid file is split into units (bytes, tags or
 * words), and some units are changed, inserted or removed. Reading the result must give a sequence of finite numbers or
 * an error of one line.
 */
import { InvalidFileError } from '@speil/api';
import { philox } from '@speil/core/random';
import { expect } from 'vitest';
import type { NoteSequence } from '../theory/note-sequence.js';

/** `npm test` runs a twentieth of each campaign, `npm run soak` (SPEIL_SOAK=1) all of it. */
export const soakScale = process.env['SPEIL_SOAK'] === '1' ? 1 : 0.05;

export interface Breakable<T> {
  /** Valid files, split into units. */
  readonly sources: readonly (readonly T[])[];
  /** Units that affect a parser most. */
  readonly effective: readonly T[];
  /** Makes a unit of any other kind from 24 random bits. */
  readonly other: (bits: number) => T;
}

/**
 * Changes, inserts or removes one to four units of a file, and truncates every sixteenth file. The result depends only
 * on the number.
 */
export function breakFile<T>(
  number: number,
  { sources, effective, other }: Breakable<T>,
): readonly T[] {
  const words = new Uint32Array(32);
  for (let i = 0; i < 8; i++) philox([number, i, 0, 0], [2026, 0], words, i * 4);
  const units = [...sources[words[0]! % sources.length]!];
  const changes = 1 + (words[1]! % 4);
  for (let i = 0; i < changes; i++) {
    const [position, kind, value] = words.subarray(2 + 3 * i, 5 + 3 * i) as unknown as number[];
    const at = position! % units.length;
    const unit =
      value! % 2 === 0 ? effective[(value! >>> 1) % effective.length]! : other(value! >>> 8);
    if (kind! % 16 < 14) units[at] = unit;
    else if (kind! % 16 === 14) units.splice(at, 0, unit);
    else units.splice(at, 1 + ((kind! >>> 8) % 4));
    if (units.length === 0) break;
  }
  if (words[30]! % 16 === 0) units.length = words[31]! % (units.length + 1);
  return units;
}

/** Splits text into tags, numbers, words and single characters. */
export const wordsOf = (text: string): readonly string[] =>
  text.match(/<[^>]*>|\d+|[A-Za-z]+|\s+|[^]/gu) ?? [];

export interface Campaign {
  readonly cases: number;
  /** Minimum and maximum share of files that can be read: a campaign must contain both readable and refused files. */
  readonly read: readonly [least: number, most: number];
}

/**
 * @param attempt reads the broken file with the given number.
 * @throws Error with the number of the first file that gives neither a valid sequence nor an `InvalidFileError` of one line.
 */
export async function expectSoundOrRefused(
  { cases, read: [least, most] }: Campaign,
  attempt: (
    number: number,
  ) => NoteSequence | NoteSequence[] | Promise<NoteSequence | readonly NoteSequence[]>,
): Promise<void> {
  let read = 0;
  for (let number = 0; number < cases; number++) {
    try {
      const given = attempt(number);
      // Await only promises: awaiting plain values would take most of the time.
      const sequences = given instanceof Promise ? await given : given;
      const unsound = [sequences].flat().find((sequence) => !isFinite(sequence));
      if (unsound !== undefined)
        throw new Error(`file ${number} gives ${JSON.stringify(unsound).slice(0, 2000)}`);
      read++;
    } catch (error) {
      if (error instanceof InvalidFileError && !error.message.includes('\n')) continue;
      throw new Error(`file ${number}: ${String(error)}`, { cause: error });
    }
  }
  expect(read / cases).toBeGreaterThan(least);
  expect(read / cases).toBeLessThan(most);
}

const day = 86_400;

function isFinite(sequence: NoteSequence): boolean {
  const sound = (value: number | null | undefined, least: number, most: number): boolean =>
    typeof value === 'number' && value >= least && value <= most;
  const {
    notes,
    tempos,
    controlChanges,
    timeSignatures,
    keySignatures,
    textAnnotations,
    totalTime,
  } = sequence;
  return (
    sound(totalTime, 0, day) &&
    tempos!.every(({ time, qpm }) => sound(time, 0, day) && sound(qpm, 3, 60e6)) &&
    (controlChanges ?? []).every(({ time }) => sound(time, 0, day)) &&
    (textAnnotations ?? []).every(({ time }) => sound(time, 0, day)) &&
    (keySignatures ?? []).every(({ time, key }) => sound(time, 0, day) && sound(key, 0, 11)) &&
    (timeSignatures ?? []).every(
      ({ time, numerator, denominator }) =>
        sound(time, 0, day) && sound(numerator, 1, 255) && sound(denominator, 1, 128),
    ) &&
    notes!.every(
      ({ pitch, velocity, startTime, endTime, program }) =>
        sound(pitch, 0, 127) &&
        sound(velocity, 1, 127) &&
        sound(program, 0, 127) &&
        sound(startTime, 0, day) &&
        sound(endTime, startTime!, day),
    )
  );
}
