/**
 * The nine drum classes and their pitches. There are two tables: Magenta's table for General MIDI
 * (`DEFAULT_DRUM_PITCH_CLASSES` of magenta-js), and the table of the Groove dataset for the Roland kit on which it was
 * recorded (Gillick et al., "Learning to groove with inverse sequence transformations", ICML 2019).
 */
import type { NoteSequence } from '../theory/note-sequence.js';

/** Drums that a model does not tell apart. */
export interface DrumClass {
  /** Name for people. */
  readonly name: string;
  /** MIDI pitches of the class. Written notes have the first pitch. */
  readonly pitches: readonly number[];
}

/** The classes of General MIDI, which MusicVAE's drum models use. */
export const drumClasses: readonly DrumClass[] = [
  { name: 'kick', pitches: [36, 35] },
  { name: 'snare', pitches: [38, 27, 28, 31, 32, 33, 34, 37, 39, 40, 56, 65, 66, 75, 85] },
  { name: 'closed hi-hat', pitches: [42, 44, 54, 68, 69, 70, 71, 73, 78, 80] },
  { name: 'open hi-hat', pitches: [46, 67, 72, 74, 79, 81] },
  { name: 'low tom', pitches: [45, 29, 41, 61, 64, 84] },
  { name: 'mid tom', pitches: [48, 47, 60, 63, 77, 86, 87] },
  { name: 'high tom', pitches: [50, 30, 43, 62, 76, 83] },
  { name: 'crash', pitches: [49, 55, 57, 58] },
  { name: 'ride', pitches: [51, 52, 53, 59, 82] },
];

/** The classes of the Groove dataset's kit: 22 and 26 are edges of its hi-hat, 43 and 58 its low tom, 52 is a crash. */
export const grooveDrumClasses: readonly DrumClass[] = [
  { name: 'kick', pitches: [36] },
  { name: 'snare', pitches: [38, 37, 40] },
  { name: 'closed hi-hat', pitches: [42, 22, 44] },
  { name: 'open hi-hat', pitches: [46, 26] },
  { name: 'low tom', pitches: [43, 58] },
  { name: 'mid tom', pitches: [47, 45] },
  { name: 'high tom', pitches: [50, 48] },
  { name: 'crash', pitches: [49, 52, 55, 57] },
  { name: 'ride', pitches: [51, 53, 59] },
];

/** The class of each of the 128 pitches; -1 for a pitch without a class. */
export function drumClassTable(
  classes: readonly Pick<DrumClass, 'pitches'>[] = drumClasses,
): Int8Array {
  const table = new Int8Array(128).fill(-1);
  for (const [index, { pitches }] of classes.entries()) {
    for (const pitch of pitches) table[pitch] = index;
  }
  return table;
}

/**
 * Maps the hits of another kit to General MIDI: each hit gets the first pitch of its class. Drums without a class are
 * left out.
 *
 * @param kit the nine classes in the order of `drumClasses`.
 */
export function toGeneralMidi(sequence: NoteSequence, kit: readonly DrumClass[]): NoteSequence {
  const table = drumClassTable(kit);
  const notes = (sequence.notes ?? []).flatMap((note) => {
    if (!note.isDrum) return [note];
    const drum = drumClasses[table[note.pitch ?? 0] ?? -1];
    return drum === undefined ? [] : [{ ...note, pitch: drum.pitches[0]! }];
  });
  return { ...sequence, notes };
}
