/** Chord symbols of a score: MusicXML's `<harmony>`, whose kinds have words, as symbols such as `F#m7/C#`. */
import { noChord } from '../chords/spelling.js';
import { child, textOf, type XmlElement } from './xml.js';

/** What stands behind the root, by MusicXML's `kind-value`. */
const qualities: Readonly<Record<string, string>> = {
  major: '',
  minor: 'm',
  augmented: '+',
  diminished: 'dim',
  dominant: '7',
  'major-seventh': 'maj7',
  'minor-seventh': 'm7',
  'diminished-seventh': 'dim7',
  'augmented-seventh': '7#5',
  'half-diminished': 'm7b5',
  'major-minor': 'mMaj7',
  'major-sixth': '6',
  'minor-sixth': 'm6',
  'dominant-ninth': '9',
  'major-ninth': 'maj9',
  'minor-ninth': 'm9',
  'suspended-second': 'sus2',
  'suspended-fourth': 'sus4',
  power: '5',
};

/**
 * @returns the symbol as it is written, not as a transposing instrument sounds; undefined for a harmony that is no chord on a root
 *   (a function, a kind of its own).
 */
export function chordSymbolOf(harmony: XmlElement): string | undefined {
  const kind = textOf(harmony, 'kind') ?? 'major';
  if (kind === 'none') return noChord;
  const root = noteOf(child(harmony, 'root'), 'root');
  const quality = Object.hasOwn(qualities, kind) ? qualities[kind] : undefined;
  if (root === undefined || quality === undefined) return undefined;
  const bass = noteOf(child(harmony, 'bass'), 'bass');
  return `${root}${quality}${bass === undefined ? '' : `/${bass}`}`;
}

function noteOf(element: XmlElement | undefined, name: 'root' | 'bass'): string | undefined {
  const step = textOf(element, `${name}-step`);
  if (step === undefined || !/^[A-G]$/u.test(step)) return undefined;
  const alter = Math.round(Number(textOf(element, `${name}-alter`) ?? '0'));
  if (!(Math.abs(alter) <= 2)) return undefined;
  return step + (alter < 0 ? 'b' : '#').repeat(Math.abs(alter));
}
