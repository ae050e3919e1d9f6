/** The weight of each step in a bar of 4/4. */
import { barSteps } from '../../../worker/protocol/music';

/**
 * @returns the metrical level of a sixteenth: 4 at the start of a bar, 3 in its middle, 2 on another beat, 1 on another
 * eighth, 0 elsewhere.
 */
export function metricalLevel(step: number): number {
  const levels = [barSteps, barSteps / 2, 4, 2];
  const found = levels.findIndex((each) => step % each === 0);
  return found === -1 ? 0 : 4 - found;
}
