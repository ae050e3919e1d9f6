/** Converts MusicXML's `<harmony>` elements, whose kinds are words, to chord symbols such as `F#m7/C#`. */
import { parseChord } from '../../theory/chord-symbols.js';
import { noChord } from '../../theory/spelling.js';
import { child, textOf, type XmlElement } from '../shared/xml.js';

/** Suffix of the root in a symbol, by MusicXML's `kind-value`. */
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
  'dominant-11th': '11',
  'major-11th': 'maj11',
  'minor-11th': 'm11',
  'dominant-13th': '13',
  'major-13th': 'maj13',
  'minor-13th': 'm13',
  'suspended-second': 'sus2',
  'suspended-fourth': 'sus4',
  power: '5',
};

/**
 * @returns the symbol as written, which differs from the sounding one for a transposing instrument; undefined for a
 *   harmony that is not a chord on a root (a function, an augmented sixth). If the kind is empty or `other`, its
 *   printed text is used.
 */
export function chordSymbolOf(harmony: XmlElement): string | undefined {
  const kind = textOf(harmony, 'kind') ?? 'major';
  if (kind === 'none') return noChord;
  const root = noteOf(child(harmony, 'root'), 'root');
  if (root === undefined) return undefined;
  const quality = kind === '' || kind === 'other' ? printed(harmony, root, kind) : qualityOf(kind);
  if (quality === undefined) return undefined;
  const bass = noteOf(child(harmony, 'bass'), 'bass');
  return `${root}${quality}${bass === undefined ? '' : `/${bass}`}`;
}

/** The root and the kind of a harmony, for a message. */
export function harmonyText(harmony: XmlElement): string {
  const root = textOf(child(harmony, 'root'), 'root-step') ?? textOf(harmony, 'function') ?? '';
  return `${root} ${textOf(harmony, 'kind') ?? ''}`.trim();
}

const qualityOf = (kind: string): string | undefined =>
  Object.hasOwn(qualities, kind) ? qualities[kind] : undefined;

/** The printed text of a kind. An empty kind without text means a major chord. */
function printed(harmony: XmlElement, root: string, kind: string): string | undefined {
  const text = child(harmony, 'kind')!.attributes['text']?.trim() ?? '';
  if (text === '') return kind === '' ? '' : undefined;
  try {
    // An accidental of the quality must not be read as part of the root.
    return parseChord(`${root}${text}`).root === parseChord(root).root ? text : undefined;
  } catch {
    return undefined;
  }
}

function noteOf(element: XmlElement | undefined, name: 'root' | 'bass'): string | undefined {
  const step = textOf(element, `${name}-step`);
  if (step === undefined || !/^[A-G]$/u.test(step)) return undefined;
  const alter = Math.round(Number(textOf(element, `${name}-alter`) ?? '0'));
  if (!(Math.abs(alter) <= 2)) return undefined;
  return step + (alter < 0 ? 'b' : '#').repeat(Math.abs(alter));
}
