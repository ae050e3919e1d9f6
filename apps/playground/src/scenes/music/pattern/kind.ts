/** What a scene needs to know of its kind of music: how labels become notes, and how they are edited. */
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
  /** One note sounds at a time, for as long as it is held; drums ring for as long as they do. */
  readonly isMonophonic: boolean;
  /** @returns the notes in order of their start. `pitch` is a row of the roll: a drum's class, or a melody's pitch. */
  readonly notesOf: (pattern: Pattern) => readonly StepNote[];
  /** @returns the MIDI pitch of a row. */
  readonly pitchOf: (row: number) => number;
  /** @returns the pattern with a cell turned on or off. */
  readonly toggle: (pattern: Pattern, step: number, row: number) => Pattern;
  /** @returns the pattern with a note lengthened to another step, over whatever lies there. A drum's hit has no length. */
  readonly stretch: (pattern: Pattern, start: number, row: number, end: number) => Pattern;
  /** @returns the rows that a roll needs to show patterns. */
  readonly reach: (patterns: Iterable<Pattern>) => Reach;
  /** @param step of the bar. @returns the MIDI velocity, 1 to 127. */
  readonly velocityOf: (note: StepNote, step: number) => number;
  /** @returns the place between left, -1, and right, 1. */
  readonly panOf: (row: number, program: Program) => number;
}

/** Computes something once for each pattern: patterns are never changed in place. */
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
