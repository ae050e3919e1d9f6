/**
 * Names keys, and converts key signatures between the number of sharps, as in MIDI and MusicXML, and the tonic, as in a
 * NoteSequence.
 */

/** A tonic as a pitch class (0 is C), and a mode (0 is major, 1 is minor): the enumerations of NoteSequence. */
export interface Key {
  readonly key: number;
  readonly mode: number;
}

/** @param fifths number of sharps, negative for flats: -7 to 7. */
export function keyOf(fifths: number, minor: boolean): Key {
  const tonic = 7 * fifths + (minor ? 9 : 0);
  return { key: ((tonic % 12) + 12) % 12, mode: minor ? 1 : 0 };
}

/**
 * The number of sharps, negative for flats, in the spelling with fewer signs: -5 to 6. MIDI files have only major and
 * minor, so modes other than minor count as major.
 */
export function fifthsOf(key: number, mode: number): { fifths: number; minor: boolean } {
  const minor = mode === 1;
  const sharps = (7 * (key + (minor ? 3 : 0))) % 12;
  return { fifths: sharps > 6 ? sharps - 12 : sharps, minor };
}

/** The modes of NoteSequence, by number. */
const modes = [
  ...['major', 'minor', 'unspecified mode', 'mixolydian', 'dorian', 'phrygian', 'lydian'],
  ...['locrian'],
];
/** The names of the tonics of major and minor keys, in the spelling with fewer signs. */
const majorTonics = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'];
const minorTonics = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'Bb', 'B'];

/** The name of a key, such as `A minor`. */
export function keyName({ key, mode }: Key): string {
  const tonics = mode === 1 ? minorTonics : majorTonics;
  return `${tonics[((key % 12) + 12) % 12]} ${modes[mode] ?? 'major'}`;
}
