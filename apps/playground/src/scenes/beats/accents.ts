/** How loud each drum is played. The models predict no velocity, so it follows from the drum and from the step's place in the bar. */
import { metricalLevel } from '../music/pattern/metre';

/** MIDI velocities: the softest of a drum, and what each metrical level adds. In the order of `drumClasses`. */
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

/** The backbeat is loudest; between the eighths a snare is a ghost note. */
function snareVelocity(step: number): number {
  if (step % 8 === 4) return 112;
  if (step % 4 === 0) return 96;
  return step % 2 === 0 ? 80 : 54;
}

/** @param drum its class. @param step of the bar. @returns the MIDI velocity. */
export function drumVelocity(drum: number, step: number): number {
  if (drum === snare) return snareVelocity(step);
  const [least, level] = accents[drum]!;
  return least + level * metricalLevel(step);
}
