/** Detects drums in ABC: a percussion clef, channel 10, or a drum map. */
import type { TuneObject } from 'abcjs';
import { voicesOf } from './elements.js';

/** The program number that abcjs uses for percussion; it is one above MIDI's range. */
const percussion = 128;
const drumChannel = 10;

export const isDrumProgram = (program: number | undefined): boolean => program === percussion;

/** The drum pitch for each written pitch. */
export type DrumTable = ReadonlyMap<number, number>;

interface Formatting {
  midi?: { channel?: number[]; drummap?: Readonly<Record<string, number>> };
  percmap?: object;
}

/**
 * Marks drums. A tune with a drum map (`%%percmap`, `%%MIDI drummap`) and only one voice is percussion, even without a
 * percussion clef.
 *
 * @returns the table of `%%MIDI drummap`, which abcjs applies only in some cases.
 */
export function markDrums(tune: TuneObject): DrumTable {
  const formatting = tune.formatting as unknown as Formatting;
  const { midi, percmap } = formatting;
  const table = new Map<number, number>();
  for (const [name, drum] of Object.entries(midi?.drummap ?? {})) {
    const pitch = pitchOf(name);
    if (pitch !== undefined && Number.isInteger(drum)) table.set(pitch, drum);
  }
  const hasTable = percmap !== undefined || table.size > 0;
  if (hasTable && voicesOf(tune).length === 1) {
    formatting.midi = { ...midi, channel: [drumChannel] };
  }
  return table;
}

/** The drum pitch for a written pitch. */
export function drumPitches(table: DrumTable, pitch: number | undefined): number | undefined {
  return pitch === undefined ? undefined : (table.get(pitch) ?? pitch);
}

const letters: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/**
 * Parses a note name such as `^f,`. C is middle C, and c is an octave above it. A comma lowers and an apostrophe raises
 * the note by an octave.
 */
function pitchOf(name: string): number | undefined {
  const [, signs, letter, octaves] = /^([_^=]*)([A-Ga-g])([,']*)$/u.exec(name) ?? [];
  if (letter === undefined) return undefined;
  const upper = letter.toUpperCase();
  const shift = [...signs!].reduce((sum, s) => sum + (s === '^' ? 1 : s === '_' ? -1 : 0), 0);
  const octave = [...octaves!].reduce((sum, mark) => sum + (mark === ',' ? -12 : 12), 0);
  return 60 + letters[upper]! + (letter === upper ? 0 : 12) + shift + octave;
}
