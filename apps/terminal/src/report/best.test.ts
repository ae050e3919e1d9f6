import type { TrainingEvent } from '@speil/api';
import { expect, it } from 'vitest';
import { bestHint } from './best.js';

const epoch = (number: number, total: number, best: boolean): TrainingEvent => ({
  type: 'epoch-end',
  time: 0,
  step: number * 10,
  epoch: number,
  train: { total: 1, reconstruction: 1, kl: 0 },
  validation: { total, reconstruction: total, kl: 0 },
  examplesPerSecond: 1,
  best,
});

it('names the best epoch and its checkpoint if training went on past it', () => {
  const events = [epoch(1, 90, true), epoch(2, 80, true), epoch(3, 85, false)];
  expect(bestHint('runs/a b', events)).toBe(
    "The best epoch by loss was 2 of 3 (validation 80.00). Commands use the newest weights; for those of that epoch name 'runs/a b@best'.",
  );
});

it('says nothing if the last epoch is the best, or if there is none', () => {
  expect(bestHint('runs/a', [epoch(1, 90, true), epoch(2, 80, true)])).toBeUndefined();
  expect(bestHint('runs/a', [])).toBeUndefined();
});
