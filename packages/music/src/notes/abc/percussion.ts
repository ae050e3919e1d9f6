/** Drums in ABC: a percussion clef, channel 10, or a table of drums, however a tune says it. */
import type { TuneObject } from 'abcjs';
import { voicesOf } from './elements.js';

/** The program that abcjs gives to percussion: one more than MIDI has. */
const percussion = 128;
const drumChannel = 10;

export const isDrumProgram = (program: number | undefined): boolean => program === percussion;

/** Drums by the pitch that they are written at. */
export type DrumTable = ReadonlyMap<number, number>;

interface Formatting {
  midi?: { channel?: number[]; drummap?: Readonly<Record<string, number>> };
  percmap?: object;
}

/**
 * A tune with a table of drums (`%%percmap`, `%%MIDI drummap`) and one voice is percussion, though it has no percussion clef.
 *
 * @returns the table of `%%MIDI drummap`, which abcjs heeds in some places only.
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

/** What is struck where a pitch is written. */
export function drumPitches(table: DrumTable, pitch: number | undefined): number | undefined {
  return pitch === undefined ? undefined : (table.get(pitch) ?? pitch);
}

const letters: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** `^f,` as a pitch: C is middle C, c an octave above, commas go down and apostrophes up. */
function pitchOf(name: string): number | undefined {
  const [, signs, letter, octaves] = /^([_^=]*)([A-Ga-g])([,']*)$/u.exec(name) ?? [];
  if (letter === undefined) return undefined;
  const upper = letter.toUpperCase();
  const shift = [...signs!].reduce((sum, s) => sum + (s === '^' ? 1 : s === '_' ? -1 : 0), 0);
  const octave = [...octaves!].reduce((sum, mark) => sum + (mark === ',' ? -12 : 12), 0);
  return 60 + letters[upper]! + (letter === upper ? 0 : 12) + shift + octave;
}
