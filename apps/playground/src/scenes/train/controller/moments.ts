/** The moments of a training that are kept: as many as memory allows, evenly over all steps. */
import { withNewest } from '../../../worker/protocol/thin';
import type { Moment } from '../../../worker/protocol/train';

/** About 30 MB. */
const mostMoments = 200;

/** @returns the moments with a newer one, which takes the place of those that are not before it. */
export function withMoment(moments: readonly Moment[], moment: Moment): readonly Moment[] {
  const before = moments.filter(({ step }) => step < moment.step);
  return withNewest(before, moment, mostMoments);
}

/** @returns the last moment that is not after a step; the newest one for undefined. */
export function momentAt(moments: readonly Moment[], step: number | undefined): Moment | undefined {
  if (step === undefined) return moments.at(-1);
  return moments.findLast((moment) => moment.step <= step) ?? moments[0];
}

/** @returns at most about so many of the moments, evenly over all steps, with the first and the last. */
export function thinned(moments: readonly Moment[], most: number): readonly Moment[] {
  const stride = Math.ceil(moments.length / most);
  const last = moments.length - 1;
  return moments.filter((_, i) => i === 0 || (last - i) % stride === 0);
}
