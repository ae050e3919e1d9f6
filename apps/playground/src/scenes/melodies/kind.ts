/** Melodies: each step of a pattern is an event, the start of a note, its end, or nothing new. */
import { melodyEvents, notesOfEvents } from '@speil/music/patterns';
import { roundTo } from '../../shared/geometry/geometry';
import { melodyPitches, patternSteps } from '../../worker/protocol/music';
import type { Pattern } from '../../worker/protocol/music';
import { memoisePattern } from '../music/pattern/kind';
import type { Kind, Reach, StepNote } from '../music/pattern/kind';
import type { Program } from '../music/pattern/state';
import { melodyVelocity } from './accents';

/**
 * The distance from the centre at which an instrument's lowest and highest pitch sound: a keyboard is wide, a guitar is
 * not.
 */
const widths: Readonly<Record<Program, number>> = { 0: 0.8, 16: 0.5, 24: 0.2 };
/** Number of pan positions between the centre and one side. A saved file is rendered once for each pan. */
const places = 20;

/** Length of a note that is set by hand, in steps. */
const setSteps = 2;
/** The rows that every roll has: two octaves around middle C. */
const leastReach: Reach = { lowest: 55, highest: 79 };

export const melodies: Kind = {
  name: 'melodies',
  isMonophonic: true,
  notesOf: memoisePattern((pattern) =>
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
    const notes = melodies.notesOf(pattern);
    const hit = (note: StepNote): boolean => note.start <= step && step < note.end;
    const there = notes.find((note) => hit(note) && note.pitch === pitch);
    if (there !== undefined) return fromNotes(notes.filter((note) => note !== there));
    const next = notes.find((note) => note.start > step)?.start ?? patternSteps;
    // Monophonic: a note that sounds at the step ends there, and one that starts there is replaced.
    const before = notes
      .filter((note) => note.start !== step)
      .map((note) => (hit(note) ? { ...note, end: step } : note));
    const set = { pitch, start: step, end: Math.min(step + setSteps, next) };
    return fromNotes([...before, set].sort((a, b) => a.start - b.start));
  },
  stretch(pattern, start, pitch, end) {
    const notes = melodies.notesOf(pattern).flatMap((note) => {
      if (note.start === start && note.pitch === pitch) return [{ ...note, end }];
      if (note.start < start || note.start >= end) return [note];
      return note.end > end ? [{ ...note, start: end }] : [];
    });
    return fromNotes(notes);
  },
  reach(patterns) {
    let { lowest, highest } = leastReach;
    for (const pattern of patterns) {
      for (const { pitch } of melodies.notesOf(pattern)) {
        lowest = Math.min(lowest, pitch - 1);
        highest = Math.max(highest, pitch + 1);
      }
    }
    return {
      lowest: Math.max(lowest, melodyPitches.lowest),
      highest: Math.min(highest, melodyPitches.highest),
    };
  },
  velocityOf: melodyVelocity,
  panOf(pitch, program) {
    const { lowest, highest } = melodyPitches;
    const share = (2 * (pitch - lowest)) / (highest - lowest) - 1;
    return roundTo(widths[program] * share, places);
  },
};

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
