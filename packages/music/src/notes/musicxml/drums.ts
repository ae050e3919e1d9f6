/** Which drum a score means where it names no MIDI pitch: by the name of the instrument, else by the place on the staff. */
import { textOf, type XmlElement } from '../shared/xml.js';

/**
 * Words of a name with the pitch of General MIDI's percussion (GM 1, "Percussion Key Map"); the first that fits counts, so that what says
 * more comes first. Words of other languages are those that scores are printed with.
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

/** @returns the pitch of General MIDI that a name means; undefined for one of a whole kit, or of no drum. */
export function drumNamed(name: string): number | undefined {
  const words = name
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\s._-]+/gu, ' ')
    .trim();
  return byName.find(([meant]) => meant.test(words))?.[1];
}

/**
 * The usual notation of a drum kit on five lines, read as in the treble clef (Weinberg, "Guidelines for Drumset Notation", 1998, with the
 * places that MuseScore's drum kit adds): of each place a round head, and one that is crossed or of another shape.
 */
const byPlace: Readonly<Record<string, readonly [round: number, crossed: number]>> = {
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

/** @param note with `<unpitched>`. @returns undefined for a place that no drum of a kit has. */
export function drumPlaced(note: XmlElement, unpitched: XmlElement): number | undefined {
  const place = `${textOf(unpitched, 'display-step')}${textOf(unpitched, 'display-octave')}`;
  const drums = Object.hasOwn(byPlace, place) ? byPlace[place] : undefined;
  const head = textOf(note, 'notehead') ?? '';
  if (place === 'G5' && openHead.test(head)) return 46;
  return drums?.[roundHeads.test(head) ? 0 : 1];
}
