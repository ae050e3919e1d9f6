import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../schemas/events.js';
import {
  curveCapacity,
  initialTrainingState,
  reduceTraining,
  secondsLeft,
  totalSteps,
  type TrainingState,
} from './training-state.js';

const start = (resumedFrom = 0): TrainingEvent => ({
  type: 'run-start',
  time: 0,
  run: 'r',
  recipe: 'mnist-vae',
  engine: 'wasm',
  seed: 1,
  parameters: 10,
  trainExamples: 200,
  validationExamples: 20,
  batchSize: 10,
  epochs: 500,
  stepsPerEpoch: 20,
  resumedFrom,
});
const step = (number: number, total = number, seconds = 0.1): TrainingEvent => ({
  type: 'step-end',
  time: number,
  step: number,
  epoch: Math.ceil(number / 20),
  examples: 10,
  seconds,
  losses: { total, reconstruction: total, kl: 0 },
  learningRate: 0.001,
  beta: 1,
});
const epoch = (number: number): TrainingEvent => ({
  type: 'epoch-end',
  time: 0,
  step: number * 20,
  epoch: number,
  train: { total: 1, reconstruction: 1, kl: 0 },
  validation: null,
  examplesPerSecond: 100,
  best: true,
});
const after = (
  events: readonly TrainingEvent[],
  from: TrainingState = initialTrainingState,
): TrainingState => events.reduce(reduceTraining, from);
const steps = (count: number): TrainingEvent[] =>
  Array.from({ length: count }, (_, i) => step(i + 1));

describe('the state of a run', () => {
  it('waits, runs, and ends as the last event reports', () => {
    expect(initialTrainingState.status).toBe('waiting');
    expect(after([start()]).status).toBe('running');
    const end = { type: 'run-end', time: 0, step: 3, reason: 'diverged', message: 'NaN' } as const;
    expect(after([start(), step(1), end])).toMatchObject({
      status: 'diverged',
      message: 'NaN',
      step: 1,
    });
  });

  it('does not change its input', () => {
    const before = after([start(), step(1)]);
    const copy = structuredClone(before);
    after([step(2), epoch(1)], before);
    expect(before).toEqual(copy);
  });

  it('bounds its curve by halving the resolution, with the mean of merged points', () => {
    const state = after([start(), ...steps(3000)]);
    expect(state.curve.length).toBeLessThanOrEqual(curveCapacity);
    expect(state.curve.reduce((sum, point) => sum + point.steps, 0)).toBe(3000);
    // Losses are the step numbers, so each point's mean is the middle of the steps it stands for.
    for (const point of state.curve)
      expect(point.total).toBeCloseTo(point.step - (point.steps - 1) / 2, 6);
    expect(state.curve.at(-1)!.step).toBe(3000);
  });

  it('drops the steps after the checkpoint when a run resumes', () => {
    const state = after([start(), ...steps(50), epoch(1), epoch(2), start(30)]);
    expect(state.step).toBe(30);
    expect(state.curve.at(-1)!.step).toBe(30);
    expect(state.epochs.map((e) => e.epoch)).toEqual([1]);
  });

  it('starts over for a new run', () => {
    expect(after([start(), ...steps(5), start()])).toEqual(after([start()]));
  });

  it('marks the commands of a person, and is paused until resumed', () => {
    const pause = { type: 'steer', time: 0, step: 2, command: { type: 'pause' } } as const;
    const resume = { ...pause, command: { type: 'resume' } } as const;
    const paused = after([start(), step(1), pause]);
    expect(paused.status).toBe('paused');
    expect(after([step(2)], paused).status).toBe('paused');
    expect(after([resume], paused)).toMatchObject({ status: 'running' });
    expect(after([resume], paused).marks).toHaveLength(2);
  });

  it('keeps the newest picture of each kind', () => {
    const sample = (at: number, kind: 'samples' | 'reconstructions'): TrainingEvent => ({
      type: 'sample',
      time: 0,
      step: at,
      kind,
      file: `samples/${at}.png`,
    });
    const state = after([sample(1, 'samples'), sample(2, 'reconstructions'), sample(3, 'samples')]);
    expect(state.samples.samples!.step).toBe(3);
    expect(state.samples.reconstructions!.step).toBe(2);
  });

  it('estimates the remaining time from its speed', () => {
    const state = after([start(), step(1, 1, 0.1)]);
    expect(totalSteps(state)).toBe(10_000);
    // 9,999 steps of 10 examples at 100 examples a second.
    expect(secondsLeft(state)).toBeCloseTo(999.9, 6);
    expect(secondsLeft(initialTrainingState)).toBeUndefined();
  });
});
