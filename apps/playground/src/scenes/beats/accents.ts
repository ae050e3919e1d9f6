/**
 * How loud each drum is played. The models predict no velocity, so velocities depend on the drum and on the step's
 * place in the bar.
 */
import { metricalLevel } from '../music/pattern/metre';

/**
 * The softest MIDI velocity of each drum, and the velocity that each metrical level adds, in the order of
 * `drumClasses`.
 */
const accents: readonly (readonly [least: number, level: number])[] = [
  [84, 7], // kick
  [54, 0], // snare: see snareVelocity
  [56, 9], // closed hi-hat
  [80, 4], // open hi-hat
  [84, 5], // low tom
  [84, 5], // mid tom
  [84, 5], // high tom
  [100, 3], // crash
  [62, 8], // ride
];
const snare = 1;

/** The snare is loudest on the backbeat. Between the eighths it plays ghost notes. */
function snareVelocity(step: number): number {
  if (step % 8 === 4) return 112;
  if (step % 4 === 0) return 96;
  return step % 2 === 0 ? 80 : 54;
}

/** @param drum the drum's class. @param step the step in the bar. @returns the MIDI velocity. */
export function drumVelocity(drum: number, step: number): number {
  if (drum === snare) return snareVelocity(step);
  const [least, level] = accents[drum]!;
  return least + level * metricalLevel(step);
}
