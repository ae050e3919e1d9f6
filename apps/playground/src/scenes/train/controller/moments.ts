/** The moments of a training that are kept: as many as memory allows, evenly over all steps. */
import type { Moment } from '../../../worker/protocol/train';

/** About 30 MB. */
const mostMoments = 200;

/** @returns the moments with a newer one. When there are too many, every second one is dropped, but not the first. */
export function withMoment(moments: readonly Moment[], moment: Moment): readonly Moment[] {
  const kept = moments.length < mostMoments ? moments : moments.filter((_, i) => i % 2 === 0);
  return [...kept, moment];
}

/** @returns the last moment that is not after a step; the newest one for undefined. */
export function momentAt(moments: readonly Moment[], step: number | undefined): Moment | undefined {
  if (step === undefined) return moments.at(-1);
  return moments.findLast((moment) => moment.step <= step) ?? moments[0];
}
