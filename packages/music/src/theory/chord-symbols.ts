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

/** Ways to write a quality, and how `tonal` knows it. Signs of print come first, then words, the longer before the shorter. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/\u266d/gu, 'b'],
  [/\u266f/gu, '#'],
  // A chord that is in brackets as a whole is another that would do.
  [/(?<!^)[(),\s]/gu, ''],
  [/[\u0394\u25b3\u2206]7?/gu, 'maj7'],
  [/\u00f87?/gu, 'm7b5'],
  [/[\u00ba\u00b0]/gu, 'dim'],
  [/(?:MAJ|Maj|Ma|MA)(?=\d|$)/gu, 'maj'],
  [/(?<=^[A-G][#b]*)(?:min|mi|MIN|Min|-)(?!j)/gu, 'm'],
  [/(?<=^[A-G][#b]*m)(?:maj|Maj)7/gu, 'Maj7'],
];
/** What may stand behind a root and say more than a triad: figures, alterations, additions. */
const figures = /^(?:[\d#b+-]|maj|add|sus|alt|omit|no)*$/u;

/**
 * The triads, sevenths and further chords that `tonal` knows, as jazz writes them too (`G7(b9)`, `C\u00f87`, `F(add9)`, `C\u03947`). Of one whose
 * figures it does not know, the triad that they are added to.
 *
 * @throws InvalidArgumentError for what is no chord.
 */
export function parseChord(symbol: string): ChordSymbol {
  const written = symbol.slice(0, 40);
  const spelled = spellings.reduce(
    (text, [sign, plain]) => text.replace(sign, plain),
    // An inversion holds the pitches of its chord; read whole, its lowest note would take the place of another.
    written.replace(/\/[A-G][#b\u266d\u266f]*$/u, ''),
  );
  const { tonic, intervals, notes } = known(spelled);
  if (tonic === null || tonic === '') {
    throw new InvalidArgumentError(
      `A chord must be a root and a quality, such as C, Am, G7 or F#dim, or ${noChord} for none. Received: '${written}'.`,
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

function known(
  spelled: string,
): Pick<ReturnType<typeof Chord.get>, 'tonic' | 'intervals' | 'notes'> {
  const whole = Chord.get(spelled);
  if (!whole.empty) return whole;
  const [, triad, rest] = /^([A-G][#b]*(?:m(?!aj)|dim|aug)?)(.*)$/u.exec(spelled) ?? [];
  return triad !== undefined && figures.test(rest!) ? Chord.get(triad) : whole;
}
