/** Chord symbols above the notes of an ABC tune, at every time that its repeats play them. */
import type { TuneObject } from 'abcjs';
import { parseChord } from '../../theory/chord-symbols.js';
import { noChord } from '../../theory/spelling.js';
import type { Omissions } from '../shared/omissions.js';

export interface ChordAt {
  /** Whole notes from the beginning, at the first tempo. */
  readonly wholes: number;
  readonly symbol: string;
}

/** What is looked at of a tune that has been played: abcjs writes down when each element is. */
interface PlayedElement {
  readonly chord?: readonly { readonly name: string }[];
  readonly currentTrackWholeNotes?: number | readonly number[];
}

/** A root and something short behind it that is no word. */
const likeChord = /^[A-G][#b\u266d\u266f]?(?![a-z]{3})\S{0,8}$/u;

/** In the order of time; what stands there and is no chord (a word, a fingering) is left out. */
export function chordsOfTune({ lines }: TuneObject, omissions: Omissions): readonly ChordAt[] {
  const elements = lines
    .flatMap(({ staff = [] }) => staff)
    .flatMap(({ voices = [] }) => voices as readonly (readonly PlayedElement[])[])
    .flat();
  const found = elements.flatMap(({ chord = [], currentTrackWholeNotes = [] }) => {
    const symbol = chord
      // Two in one place are one of abcjs's, of two lines.
      .flatMap(({ name }) => name.split('\n').map(symbolOf))
      .find((name) => name !== undefined);
    if (symbol === undefined) {
      const words = chord.map(({ name }) => name.trim()).find((name) => likeChord.test(name));
      if (words !== undefined) omissions.add('unknown chord symbol', words);
      return [];
    }
    return [currentTrackWholeNotes].flat().map((wholes) => ({ wholes, symbol }));
  });
  found.sort((a, b) => a.wholes - b.wholes);
  // Nothing new is said by a chord that goes on, nor by a second voice that says it too.
  return found.filter(({ symbol }, i) => symbol !== found[i - 1]?.symbol);
}

/** abcjs turns signs into those of print, and many write a bass small (`G/b`); a chord in brackets is another that would do. */
function symbolOf(name: string): string | undefined {
  const symbol = name
    .trim()
    .replaceAll('♭', 'b')
    .replaceAll('♯', '#')
    .replace(/(?<=\/)[a-g](?=[#b]?$)/u, (bass) => bass.toUpperCase());
  if (/^N\.?C\.?$/iu.test(symbol)) return noChord;
  try {
    return parseChord(symbol).symbol;
  } catch {
    return undefined;
  }
}
