import { scheduleSchema, trainingSettingsSchema } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { describeShortenedSchedules, valueAt } from './schedules.js';

const at = (schedule: object, steps: readonly number[]): number[] =>
  steps.map((step) => valueAt(scheduleSchema.parse(schedule), step, 100));

describe('schedules', () => {
  it('hold a constant', () => {
    expect(at({ kind: 'constant', value: 0.5 }, [0, 99])).toEqual([0.5, 0.5]);
  });
  it('warm up in a line and stay', () => {
    expect(at({ kind: 'linear', from: 0, to: 1, steps: 10 }, [0, 5, 10, 50])).toEqual([
      0, 0.5, 1, 1,
    ]);
  });
  it('reach the end of the line by half of a run that is shorter', () => {
    expect(at({ kind: 'linear', from: 6, to: 1, steps: 500 }, [0, 25, 50, 99])).toEqual([
      6, 3.5, 1, 1,
    ]);
  });
  it('keep to their steps in a run that has as many', () => {
    // The second half of a run is as good as the first.
    const values = at({ kind: 'linear', from: 0, to: 8, steps: 80 }, [0, 40, 80, 99]);
    expect(values).toEqual([0, 4, 8, 8]);
  });
  it('say what of them does not fit the run', () => {
    const settings = trainingSettingsSchema.parse({
      epochs: 1,
      beta: { kind: 'linear', from: 0, to: 8, steps: 500 },
      learningRate: { kind: 'cosine', from: 0.1, warmupSteps: 30 },
    });
    expect(describeShortenedSchedules(settings, 96)).toEqual([
      'learningRate warms up over 19 steps, a fifth of the run, instead of 30.',
      "beta goes from 0 to 8 over 48 steps, half of the run, since its 500 steps are more than the run's 96.",
    ]);
    // A single step: half of the run is one, a fifth is none.
    expect(describeShortenedSchedules(settings, 1)).toEqual([
      'learningRate does not warm up: a fifth of the run is less than a step.',
      "beta goes from 0 to 8 over 1 step, half of the run, since its 500 steps are more than the run's 1.",
    ]);
    expect(describeShortenedSchedules(settings, 500)).toEqual([]);
  });
  it('decay by a factor a step down to a floor', () => {
    const values = at({ kind: 'exponential', from: 1, decay: 0.5, floor: 0.1 }, [0, 1, 3, 9]);
    expect(values).toEqual([1, 0.5, 0.125, 0.1]);
  });
  it('warm up within a fifth of a run that is shorter', () => {
    expect(at({ kind: 'cosine', from: 1, to: 1, warmupSteps: 1000 }, [0, 9, 19, 20])).toEqual([
      0.05, 0.5, 1, 1,
    ]);
  });
  it('fall along half a cosine after a warm-up', () => {
    const values = at({ kind: 'cosine', from: 1, to: 0, warmupSteps: 20 }, [0, 19, 20, 60, 100]);
    // 1/20 in the first step, 1 at the end of the warm-up, a half in the middle of the rest.
    [0.05, 1, 1, 0.5, 0].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 12));
  });
  it('rise and stay in each of the cycles of Fu et al. 2019', () => {
    // Four cycles of 25 steps, each rising over its first half.
    const values = at({ kind: 'cyclical' }, [0, 5, 12.5, 24, 25, 80, 99, 100, 120]);
    [0, 0.4, 1, 1, 0, 0.4, 1, 1, 1].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 12));
  });
  it('come nearer and nearer, as MusicVAE’s beta does', () => {
    expect(at({ kind: 'approach', to: 0.2, decay: 0.5 }, [0, 1, 2, 3])).toEqual([
      0, 0.1, 0.15000000000000002, 0.17500000000000002,
    ]);
  });
  it('go from almost nothing to all by an inverse sigmoid, without overflow', () => {
    // 1 - k / (k + exp(step / k)) with k = 10: 1 - 10 / 11, and a half where exp(step / 10) is 10.
    const values = at({ kind: 'inverseSigmoid', rate: 10 }, [0, 10 * Math.log(10), 1e6]);
    [1 / 11, 0.5, 1].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 12));
  });
});
