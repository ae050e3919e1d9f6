import { scheduleSchema, trainingSettingsSchema } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { describeShortenedSchedules, valueAt } from './schedules.js';

const at = (schedule: object, steps: readonly number[]): number[] =>
  steps.map((step) => valueAt(scheduleSchema.parse(schedule), step, 100));

describe('schedules', () => {
  it('may be constant', () => {
    expect(at({ kind: 'constant', value: 0.5 }, [0, 99])).toEqual([0.5, 0.5]);
  });
  it('may rise linearly and then stay constant', () => {
    expect(at({ kind: 'linear', from: 0, to: 1, steps: 10 }, [0, 5, 10, 50])).toEqual([
      0, 0.5, 1, 1,
    ]);
  });
  it('end after half of the run if they are linear and have more steps than the run', () => {
    expect(at({ kind: 'linear', from: 6, to: 1, steps: 500 }, [0, 25, 50, 99])).toEqual([
      6, 3.5, 1, 1,
    ]);
  });
  it('use the specified steps if the run has at least as many', () => {
    const values = at({ kind: 'linear', from: 0, to: 8, steps: 80 }, [0, 40, 80, 99]);
    expect(values).toEqual([0, 4, 8, 8]);
  });
  it('report which of them are longer than the run', () => {
    const settings = trainingSettingsSchema.parse({
      epochs: 1,
      beta: { kind: 'linear', from: 0, to: 8, steps: 500 },
      learningRate: { kind: 'cosine', from: 0.1, warmupSteps: 30 },
    });
    expect(describeShortenedSchedules(settings, 96)).toEqual([
      'learningRate warms up over 19 steps, a fifth of the run, instead of 30.',
      "beta goes from 0 to 8 over 48 steps, half of the run, since its 500 steps are more than the run's 96.",
    ]);
    // Half of a run of a single step is rounded up to one step, and a fifth of it is rounded down to none.
    expect(describeShortenedSchedules(settings, 1)).toEqual([
      'learningRate does not warm up: a fifth of the run is less than a step.',
      "beta goes from 0 to 8 over 1 step, half of the run, since its 500 steps are more than the run's 1.",
    ]);
    expect(describeShortenedSchedules(settings, 500)).toEqual([]);
  });
  it('may decay by a factor per step down to a floor', () => {
    const values = at({ kind: 'exponential', from: 1, decay: 0.5, floor: 0.1 }, [0, 1, 3, 9]);
    expect(values).toEqual([1, 0.5, 0.125, 0.1]);
  });
  it('end a longer warm-up after a fifth of the run', () => {
    expect(at({ kind: 'cosine', from: 1, to: 1, warmupSteps: 1000 }, [0, 9, 19, 20])).toEqual([
      0.05, 0.5, 1, 1,
    ]);
  });
  it('may fall along half a cosine after a warm-up', () => {
    const values = at({ kind: 'cosine', from: 1, to: 0, warmupSteps: 20 }, [0, 19, 20, 60, 100]);
    // The value is 1/20 in the first step, 1 at the end of the warm-up, and 1/2 in the middle of the rest.
    [0.05, 1, 1, 0.5, 0].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 12));
  });
  it('may rise and then stay constant in each of several cycles (Fu et al. 2019)', () => {
    // Four cycles of 25 steps, each with a rise over its first half.
    const values = at({ kind: 'cyclical' }, [0, 5, 12.5, 24, 25, 80, 99, 100, 120]);
    [0, 0.4, 1, 1, 0, 0.4, 1, 1, 1].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 12));
  });
  it('may approach a value, as MusicVAE’s beta does', () => {
    expect(at({ kind: 'approach', to: 0.2, decay: 0.5 }, [0, 1, 2, 3])).toEqual([
      0, 0.1, 0.15000000000000002, 0.17500000000000002,
    ]);
  });
  it('may go from almost 0 to 1 by an inverse sigmoid, without overflow', () => {
    // 1 - k / (k + exp(step / k)) with k = 10 gives 1 - 10 / 11 at step 0, and 1/2 where exp(step / 10) is 10.
    const values = at({ kind: 'inverseSigmoid', rate: 10 }, [0, 10 * Math.log(10), 1e6]);
    [1 / 11, 0.5, 1].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 12));
  });
});
