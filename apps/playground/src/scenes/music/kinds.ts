/** What differs between the scenes of music: the labels, what they are as notes, and what a hand does to them. */
import { drumClasses, melodyEvents, notesOfEvents } from '@speil/music/patterns';
import { melodyPitches, patternSteps } from '../../worker/protocol/music';
import type { MusicKind, Pattern } from '../../worker/protocol/music';

/** A note of a pattern, in steps. */
export interface StepNote {
  readonly pitch: number;
  readonly start: number;
  readonly end: number;
}

/** Pitches from the lowest to the highest that are shown; a drum's pitch is its class here. */
export interface Reach {
  readonly lowest: number;
  readonly highest: number;
}

export interface Kind {
  readonly name: MusicKind;
  /** In order of their start. `pitch` is a row of the roll: a drum's class, a melody's pitch. */
  readonly notesOf: (pattern: Pattern) => readonly StepNote[];
  /** MIDI's pitch of a row. */
  readonly pitchOf: (row: number) => number;
  /** The pattern with a cell turned on or off. */
  readonly toggle: (pattern: Pattern, step: number, row: number) => Pattern;
  /** The pattern with the note that starts at a step led on to another; what lies there gives way. A hit has no length. */
  readonly stretch: (pattern: Pattern, start: number, row: number, end: number) => Pattern;
  /** The rows that a roll needs for patterns. */
  readonly reach: (patterns: Iterable<Pattern>) => Reach;
}

const drums: Kind = {
  name: 'drums',
  notesOf: memoised((pattern) =>
    pattern.flatMap((hits, start) =>
      drumClasses.flatMap((_, drum) =>
        (hits >> drum) & 1 ? [{ pitch: drum, start, end: start + 1 }] : [],
      ),
    ),
  ),
  pitchOf: (drum) => drumClasses[drum]!.pitches[0]!,
  toggle: (pattern, step, drum) =>
    pattern.map((hits, at) => (at === step ? hits ^ (1 << drum) : hits)),
  stretch: (pattern) => pattern,
  reach: () => ({ lowest: 0, highest: drumClasses.length - 1 }),
};

/** Steps of a note that a hand sets. */
const setSteps = 2;
/** Rows that a roll shows at least: two octaves around middle C. */
const leastReach: Reach = { lowest: 55, highest: 79 };

const melody: Kind = {
  name: 'melody',
  notesOf: memoised((pattern) =>
    (notesOfEvents(pattern, melodyPitches.lowest, 4).notes ?? []).map(
      ({ pitch, quantizedStartStep, quantizedEndStep }) => ({
        pitch: pitch ?? 0,
        start: quantizedStartStep ?? 0,
        end: quantizedEndStep ?? 0,
      }),
    ),
  ),
  pitchOf: (pitch) => pitch,
  toggle(pattern, step, pitch) {
    const notes = melody.notesOf(pattern);
    const hit = (note: StepNote): boolean => note.start <= step && step < note.end;
    const there = notes.find((note) => hit(note) && note.pitch === pitch);
    if (there !== undefined) return fromNotes(notes.filter((note) => note !== there));
    const next = notes.find((note) => note.start > step)?.start ?? patternSteps;
    // One line: what sounds at the step ends there, or gives way where it starts there.
    const before = notes
      .filter((note) => note.start !== step)
      .map((note) => (hit(note) ? { ...note, end: step } : note));
    const set = { pitch, start: step, end: Math.min(step + setSteps, next) };
    return fromNotes([...before, set].sort((a, b) => a.start - b.start));
  },
  stretch(pattern, start, pitch, end) {
    const notes = melody.notesOf(pattern).flatMap((note) => {
      if (note.start === start && note.pitch === pitch) return [{ ...note, end }];
      if (note.start < start || note.start >= end) return [note];
      return note.end > end ? [{ ...note, start: end }] : [];
    });
    return fromNotes(notes);
  },
  reach(patterns) {
    let { lowest, highest } = leastReach;
    for (const pattern of patterns) {
      for (const { pitch } of melody.notesOf(pattern)) {
        lowest = Math.min(lowest, pitch - 1);
        highest = Math.max(highest, pitch + 1);
      }
    }
    return {
      lowest: Math.max(lowest, melodyPitches.lowest),
      highest: Math.min(highest, melodyPitches.highest),
    };
  },
};

export const kinds: Readonly<Record<MusicKind, Kind>> = { drums, melody };

function fromNotes(notes: readonly StepNote[]): Pattern {
  const sequence = {
    quantizationInfo: { stepsPerQuarter: 4 },
    notes: notes.map(({ pitch, start, end }) => ({
      pitch,
      quantizedStartStep: start,
      quantizedEndStep: end,
    })),
  };
  const range = {
    minPitch: melodyPitches.lowest,
    maxPitch: melodyPitches.highest,
    ignorePolyphony: true,
  };
  return [...melodyEvents(sequence, patternSteps, range)];
}

/** Patterns are never changed in place, so that what follows from one is worked out once. */
function memoised<Value extends object>(
  work: (pattern: Pattern) => Value,
): (pattern: Pattern) => Value {
  const known = new WeakMap<Pattern, Value>();
  return (pattern) => {
    const found = known.get(pattern) ?? work(pattern);
    known.set(pattern, found);
    return found;
  };
}
