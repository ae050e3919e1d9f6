/** Key signatures, between MIDI's and MusicXML's count of sharps and a sequence's tonic. */

/** A tonic as pitch class (0 is C) and 0 for major, 1 for minor: the enumerations of NoteSequence. */
export interface Key {
  readonly key: number;
  readonly mode: number;
}

/** @param fifths sharps, negative for flats: -7 to 7. */
export function keyOf(fifths: number, minor: boolean): Key {
  const tonic = 7 * fifths + (minor ? 9 : 0);
  return { key: ((tonic % 12) + 12) % 12, mode: minor ? 1 : 0 };
}

/**
 * Sharps, negative for flats, -5 to 6: of two spellings the one with fewer signs. Modes other than minor are written as
 * major, since a MIDI file knows no others.
 */
export function fifthsOf(key: number, mode: number): { fifths: number; minor: boolean } {
  const minor = mode === 1;
  const sharps = (7 * (key + (minor ? 3 : 0))) % 12;
  return { fifths: sharps > 6 ? sharps - 12 : sharps, minor };
}
