/** Parses chord symbols such as `Am7` and `F#dim` with `tonal`. Pitch classes count semitones above C, 0 to 11. */
import { InvalidArgumentError } from '@speil/api';
import { Chord, Note } from 'tonal';
import { noChord } from './spelling.js';

/** The triads that an encoder may support, in the order of their positions in its vector. */
export const triads = ['major', 'minor', 'augmented', 'diminished'] as const;
/** A kind of triad. */
export type Triad = (typeof triads)[number];

const triadIntervals: Readonly<Record<Triad, readonly string[]>> = {
  major: ['1P', '3M', '5P'],
  minor: ['1P', '3m', '5P'],
  augmented: ['1P', '3M', '5A'],
  diminished: ['1P', '3m', '5d'],
};

/** A chord symbol, taken apart. */
export interface ChordSymbol {
  /** The original symbol. */
  readonly symbol: string;
  /** Pitch class of the root. */
  readonly root: number;
  /** The triad that the chord contains; null if it contains none or several. */
  readonly triad: Triad | null;
  /** All pitch classes of the chord, starting with the root. */
  readonly pitches: readonly number[];
}

/**
 * Replaces alternative spellings of chord qualities by the spellings that `tonal` knows: first signs, then words, with
 * longer words first.
 */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/\u266d/gu, 'b'],
  [/\u266f/gu, '#'],
  // A whole chord in brackets is an alternative chord, so its leading bracket stays.
  [/(?<!^)[(),\s]/gu, ''],
  [/[\u0394\u25b3\u2206]7?/gu, 'maj7'],
  [/\u00f87?/gu, 'm7b5'],
  [/[\u00ba\u00b0]/gu, 'dim'],
  [/(?:MAJ|Maj|Ma|MA)(?=\d|$)/gu, 'maj'],
  [/(?<=^[A-G][#b]*)(?:min|mi|MIN|Min|-)(?!j)/gu, 'm'],
  [/(?<=^[A-G][#b]*m)(?:maj|Maj)7/gu, 'Maj7'],
];
/** Matches what may follow a root or a triad: figures, alterations, additions. */
const figures = /^(?:[\d#b+-]|maj|add|sus|alt|omit|no)*$/u;

/**
 * Parses the triads, seventh chords and further chords that `tonal` knows, including jazz spellings (`G7(b9)`, `C\u00f87`, `F(add9)`,
 * `C\u03947`). A chord with unknown figures is read as the triad to which they are added.
 *
 * @throws InvalidArgumentError for a symbol that is not a chord.
 */
export function parseChord(symbol: string): ChordSymbol {
  const written = symbol.slice(0, 40);
  const spelled = spellings.reduce(
    (text, [sign, plain]) => text.replace(sign, plain),
    // An inversion has the same pitches as its chord. The bass is removed because `tonal` would replace another note of
    // the chord by it.
    written.replace(/\/[A-G][#b\u266d\u266f]*$/u, ''),
  );
  const { tonic, intervals, notes } = lookUp(spelled);
  if (tonic === null || tonic === '') {
    throw new InvalidArgumentError(
      `A chord must be a root and a quality, such as C, Am, G7 or F#dim, or ${noChord} for none. Received: '${written}'.`,
    );
  }
  const found = triads.filter((triad) =>
    triadIntervals[triad].every((interval) => intervals.includes(interval)),
  );
  return {
    symbol,
    root: Note.chroma(tonic),
    triad: found.length === 1 ? found[0]! : null,
    pitches: notes.map((note) => Note.chroma(note)),
  };
}

function lookUp(
  spelled: string,
): Pick<ReturnType<typeof Chord.get>, 'tonic' | 'intervals' | 'notes'> {
  const whole = Chord.get(spelled);
  if (!whole.empty) return whole;
  const [, triad, rest] = /^([A-G][#b]*(?:m(?!aj)|dim|aug)?)(.*)$/u.exec(spelled) ?? [];
  return triad !== undefined && figures.test(rest!) ? Chord.get(triad) : whole;
}
