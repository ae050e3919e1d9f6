/** What a scene needs to know about its kind of music: how labels become notes, and how patterns are edited. */
import type { MusicKind, Pattern } from '../../../worker/protocol/music';
import type { Program } from './state';

/** A note of a pattern, in steps. */
export interface StepNote {
  readonly pitch: number;
  readonly start: number;
  readonly end: number;
}

/** The lowest and the highest row that a roll shows. */
export interface Reach {
  readonly lowest: number;
  readonly highest: number;
}

/** What differs between the scenes Beats and Melodies. */
export interface Kind {
  readonly name: MusicKind;
  /** Whether only one note sounds at a time, and only while it is held. Drums overlap, and ring until they fade. */
  readonly isMonophonic: boolean;
  /**
   * @returns the notes in order of their start. `pitch` is a row of the roll: the class of a drum, or the pitch of a
   * melody note.
   */
  readonly notesOf: (pattern: Pattern) => readonly StepNote[];
  /** @returns the MIDI pitch of a row. */
  readonly pitchOf: (row: number) => number;
  /** @returns the pattern with a cell turned on or off. */
  readonly toggle: (pattern: Pattern, step: number, row: number) => Pattern;
  /**
   * @returns the pattern with a note lengthened to another step, in place of notes that are there. A drum hit has no
   * length.
   */
  readonly stretch: (pattern: Pattern, start: number, row: number, end: number) => Pattern;
  /** @returns the rows that a roll needs to show patterns. */
  readonly reach: (patterns: Iterable<Pattern>) => Reach;
  /** @param step the step in the bar. @returns the MIDI velocity, 1 to 127. */
  readonly velocityOf: (note: StepNote, step: number) => number;
  /** @returns the position between left (-1) and right (1). */
  readonly panOf: (row: number, program: Program) => number;
}

/** Caches a function of a pattern. This is safe because patterns are never changed in place. */
export function memoisePattern<Value extends object>(
  work: (pattern: Pattern) => Value,
): (pattern: Pattern) => Value {
  const known = new WeakMap<Pattern, Value>();
  return (pattern) => {
    const found = known.get(pattern) ?? work(pattern);
    known.set(pattern, found);
    return found;
  };
}
