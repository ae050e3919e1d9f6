import { describe, expect, it } from 'vitest';
import type { Moment } from '../../../worker/protocol/train';
import { momentAt, thinned, withMoment } from './moments';

const moment = (step: number): Moment => ({
  step,
  decoded: new Uint8Array(),
  columns: 13,
  window: { centre: [0, 0], extent: 1 },
  means: new Float32Array(),
  reconstructions: new Uint8Array(),
});
const stepsOf = (moments: readonly Moment[]): number[] => moments.map(({ step }) => step);

describe('the moments of a training', () => {
  it('stay few, from the first to the newest, however long it trains', () => {
    let moments: readonly Moment[] = [];
    for (let step = 0; step <= 10_000; step += 10) moments = withMoment(moments, moment(step));
    expect(moments.length).toBeLessThanOrEqual(201);
    expect(moments.length).toBeGreaterThan(100);
    expect([moments[0]!.step, moments.at(-1)!.step]).toEqual([0, 10_000]);
    expect(stepsOf(moments)).toEqual(stepsOf(moments).sort((a, b) => a - b));
  });

  it('of a training that went back end where it goes on', () => {
    const moments = [0, 20, 40, 60].map(moment);
    expect(stepsOf(withMoment(moments, moment(30)))).toEqual([0, 20, 30]);
    expect(stepsOf(withMoment(moments, moment(20)))).toEqual([0, 20]);
  });

  it('are found by their step: the last one before it, or the newest', () => {
    const moments = [0, 20, 40].map(moment);
    expect(momentAt(moments, 30)!.step).toBe(20);
    expect(momentAt(moments, undefined)!.step).toBe(40);
    // It was dropped, and no earlier one is left.
    expect(momentAt(moments.slice(1), 10)!.step).toBe(20);
    expect(momentAt([], 10)).toBeUndefined();
  });

  it('are saved in smaller numbers, with the first and the newest', () => {
    const moments = Array.from({ length: 200 }, (_, i) => moment(i));
    const few = stepsOf(thinned(moments, 60));
    expect(few.length).toBeLessThanOrEqual(61);
    expect([few[0], few.at(-1)]).toEqual([0, 199]);
    expect(stepsOf(thinned(moments.slice(0, 3), 60))).toEqual([0, 1, 2]);
    expect(thinned([], 60)).toEqual([]);
  });
});
