/**
 * Finds the drum of a note without a MIDI pitch: by the name of its instrument or, if there is none, by its position on
 * the staff.
 */
import { textOf, type XmlElement } from '../shared/xml.js';

/**
 * Patterns for the names of drums, with their pitches in General MIDI (GM 1, "Percussion Key Map"). The first match
 * counts, so specific patterns come first. The words in other languages are those found in printed scores.
 */
const byName: readonly (readonly [RegExp, number])[] = [
  [/side ?stick|rim ?(?:shot|click|knock)|cross ?stick/u, 37],
  [/acoustic bass drum|bass drum 2/u, 35],
  [/bass ?drum|kick|\bbd\b|gran cassa|grosse caisse|(?:gro(?:ss|\u00df)e|bass) ?trommel/u, 36],
  [/electric snare|snare 2/u, 40],
  [/snare|\bsd\b|caisse claire|kleine trommel|tamburo|side drum/u, 38],
  [/clap/u, 39],
  [/(?:pedal|foot).*hi ?hat|hi ?hat.*(?:pedal|foot)/u, 44],
  [/open.*hi ?hat|hi ?hat.*open/u, 46],
  [/hi ?hat|\bhh\b/u, 42],
  [/ride.*bell|bell.*ride/u, 53],
  [/ride.*2/u, 59],
  [/ride/u, 51],
  [/splash/u, 55],
  [/chin(?:a|ese)|tam ?tam|gong/u, 52],
  [/crash.*2/u, 57],
  [/crash|cymbal|becken|piatti/u, 49],
  [/high floor tom/u, 43],
  [/floor/u, 41],
  [/low mid tom/u, 47],
  [/hi(?:gh)? mid tom|(?:mid|middle|medium) tom|tom(?: tom)? 2/u, 48],
  [/low tom|tom(?: tom)? 3/u, 45],
  [/\btom/u, 50],
  [/tambourine|schellen|tamb\. de basque/u, 54],
  [/cow ?bell/u, 56],
  [/vibra ?slap/u, 58],
  [/low bongo/u, 61],
  [/bongo/u, 60],
  [/mute.*conga/u, 62],
  [/low conga/u, 64],
  [/conga/u, 63],
  [/low timbale/u, 66],
  [/timbale/u, 65],
  [/low agogo/u, 68],
  [/agogo/u, 67],
  [/cabasa/u, 69],
  [/maraca|shaker/u, 70],
  [/long whistle/u, 72],
  [/whistle/u, 71],
  [/long guiro/u, 74],
  [/guiro/u, 73],
  [/clave/u, 75],
  [/low wood ?block/u, 77],
  [/wood ?block|temple ?block/u, 76],
  [/open cuica/u, 79],
  [/cuica/u, 78],
  [/mute.*triangle/u, 80],
  [/triang/u, 81],
];

/** @returns the General MIDI pitch for a name; undefined if the name means a whole kit or is not a drum. */
export function drumNamed(name: string): number | undefined {
  const words = name
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\s._-]+/gu, ' ')
    .trim();
  return byName.find(([pattern]) => pattern.test(words))?.[1];
}

/**
 * The usual notation of a drum kit on five lines (Weinberg, "Guidelines for Drumset Notation", 1998, with additions
 * from MuseScore's drum kit). Positions are named as in the treble clef. For each position there are two drums: one for
 * a round note head, and one for any other note head.
 */
const byPosition: Readonly<Record<string, readonly [round: number, crossed: number]>> = {
  D4: [44, 44],
  E4: [35, 35],
  F4: [36, 36],
  G4: [41, 41],
  A4: [41, 41],
  B4: [45, 45],
  C5: [38, 37],
  D5: [47, 59],
  E5: [50, 56],
  F5: [50, 51],
  G5: [42, 42],
  A5: [49, 49],
  B5: [57, 57],
};
const openHead = /^circle-x$/u;
const roundHeads = /^(?:normal|)$/u;

/** @param note a note with `<unpitched>`. @returns undefined for a position without a drum. */
export function drumAtPosition(note: XmlElement, unpitched: XmlElement): number | undefined {
  const position = `${textOf(unpitched, 'display-step')}${textOf(unpitched, 'display-octave')}`;
  const drums = Object.hasOwn(byPosition, position) ? byPosition[position] : undefined;
  const head = textOf(note, 'notehead') ?? '';
  if (position === 'G5' && openHead.test(head)) return 46;
  return drums?.[roundHeads.test(head) ? 0 : 1];
}
