/**
 * How loud each note is played. The models say nothing of loudness, so it follows from where in the bar a note stands and from what it
 * is: live and in a saved file alike.
 */
import { clamp } from '../../shared/geometry/geometry';
import { barSteps } from '../../worker/protocol/music';
import type { Kind, StepNote } from './kinds';

/** Metrical level of a sixteenth in a bar of 4/4: 4 the bar's first, 3 its middle, 2 a beat, 1 an eighth, 0 what lies between. */
function levelOf(step: number): number {
  const levels = [barSteps, barSteps / 2, 4, 2];
  const found = levels.findIndex((each) => step % each === 0);
  return found === -1 ? 0 : 4 - found;
}

/** MIDI velocities: the softest of a drum, and what each metrical level adds. In the order of `drumClasses`. */
const drumAccents: readonly (readonly [least: number, level: number])[] = [
  [84, 7], // kick
  [54, 0], // snare: snareVelocity
  [56, 9], // closed hi-hat
  [80, 4], // open hi-hat
  [84, 5], // toms
  [84, 5],
  [84, 5],
  [100, 3], // crash
  [62, 8], // ride
];
const snare = 1;

/** The backbeat is the loudest; between the eighths a snare is a ghost note. */
function snareVelocity(step: number): number {
  if (step % 8 === 4) return 112;
  if (step % 4 === 0) return 96;
  return step % 2 === 0 ? 80 : 54;
}

/**
 * Of a melody: the metre, then two of the KTH performance rules (Friberg, Bresin and Sundberg, "Overview of the KTH rule system for
 * musical performance", 2006): the higher the louder, and long notes are stressed.
 */
function melodyVelocity({ pitch, start, end }: StepNote, step: number): number {
  const higher = clamp((pitch - 66) / 2, -10, 10);
  const longer = 4 * Math.min(1, (end - start - 1) / 3);
  return Math.round(68 + 8 * levelOf(step) + higher + longer);
}

/** @param step of the bar. @returns MIDI's velocity, 1 to 127. */
export function velocityOf({ name }: Kind, note: StepNote, step: number): number {
  if (name === 'melody') return melodyVelocity(note, step);
  if (note.pitch === snare) return snareVelocity(step);
  const [least, level] = drumAccents[note.pitch]!;
  return least + level * levelOf(step);
}
