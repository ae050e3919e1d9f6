/**
 * Collects the chord symbols of an ABC tune. A symbol inside a repeat is listed once for each time that it is played.
 */
import type { TuneObject } from 'abcjs';
import { parseChord } from '../../theory/chord-symbols.js';
import { noChord } from '../../theory/spelling.js';
import type { Omissions } from '../shared/omissions.js';

export interface ChordAt {
  /** Time from the start, in whole notes at the first tempo. */
  readonly wholes: number;
  readonly symbol: string;
}

/** The fields of a played tune that are read here. abcjs records in them when each element is played. */
interface PlayedElement {
  readonly chord?: readonly { readonly name: string }[];
  readonly currentTrackWholeNotes?: number | readonly number[];
}

/** Matches a root, followed by at most a few characters that do not form a word. */
const likeChord = /^[A-G][#b\u266d\u266f]?(?![a-z]{3})\S{0,8}$/u;

/**
 * @returns the chord symbols in order of time. Text above the notes that is not a chord (a word, a fingering) is left
 *   out.
 */
export function chordsOfTune({ lines }: TuneObject, omissions: Omissions): readonly ChordAt[] {
  const elements = lines
    .flatMap(({ staff = [] }) => staff)
    .flatMap(({ voices = [] }) => voices as readonly (readonly PlayedElement[])[])
    .flat();
  const found = elements.flatMap(({ chord = [], currentTrackWholeNotes = [] }) => {
    const symbol = chord
      // abcjs joins two texts at the same position into one text with two lines.
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
  // Leave out a symbol that equals the previous one: the chord continues, or a second voice has the same chord.
  return found.filter(({ symbol }, i) => symbol !== found[i - 1]?.symbol);
}

/** Normalises a symbol: abcjs uses Unicode accidentals, and many tunes write a bass in lower case, as in `G/b`. */
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
