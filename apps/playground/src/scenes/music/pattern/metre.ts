/** The weight of each step in a bar of 4/4. */
import { barSteps } from '../../../worker/protocol/music';

/** @returns the metrical level of a sixteenth: 4 on the bar, 3 in its middle, 2 on a beat, 1 on an eighth, 0 between them. */
export function metricalLevel(step: number): number {
  const levels = [barSteps, barSteps / 2, 4, 2];
  const found = levels.findIndex((each) => step % each === 0);
  return found === -1 ? 0 : 4 - found;
}
