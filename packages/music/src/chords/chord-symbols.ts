/** Chord symbols such as `Am7` and `F#dim`, read by `tonal`. Pitch classes count semitones above C, 0 to 11. */
import { InvalidArgumentError } from '@speil/api';
import { Chord, Note } from 'tonal';
import { noChord } from './spelling.js';

/** The triads that an encoder may know, in the order of their places in its vector. */
export const triads = ['major', 'minor', 'augmented', 'diminished'] as const;
export type Triad = (typeof triads)[number];

const triadIntervals: Readonly<Record<Triad, readonly string[]>> = {
  major: ['1P', '3M', '5P'],
  minor: ['1P', '3m', '5P'],
  augmented: ['1P', '3M', '5A'],
  diminished: ['1P', '3m', '5d'],
};

export interface ChordSymbol {
  /** As it was written. */
  readonly symbol: string;
  /** Pitch class of the root. */
  readonly root: number;
  /** The one triad that the chord holds; null where it holds none or several. */
  readonly triad: Triad | null;
  /** All of its pitch classes, the root first. */
  readonly pitches: readonly number[];
}

/** @throws InvalidArgumentError for what is no chord. */
export function parseChord(symbol: string): ChordSymbol {
  // An inversion holds the pitches of its chord; read whole, its lowest note would take the place of another.
  const { empty, tonic, intervals, notes } = Chord.get(
    symbol.slice(0, 40).replace(/\/[A-G][#b]*$/u, ''),
  );
  if (empty || tonic === null || tonic === '') {
    throw new InvalidArgumentError(
      `A chord must be a root and a quality, such as C, Am, G7 or F#dim, or ${noChord} for none. Received: '${symbol.slice(0, 40)}'.`,
    );
  }
  const held = triads.filter((triad) =>
    triadIntervals[triad].every((interval) => intervals.includes(interval)),
  );
  return {
    symbol,
    root: Note.chroma(tonic),
    triad: held.length === 1 ? held[0]! : null,
    pitches: notes.map((note) => Note.chroma(note)),
  };
}
