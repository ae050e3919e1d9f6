import { initialTrainingState, reduceTraining } from '@speil/api';
import type { TrainingEvent, TrainingState } from '@speil/api';
import { epochEnd, runStart, stepEnd } from '@speil/testing';
import { expect, it } from 'vitest';
import { checkpointEvent } from '../testing/examples.js';
import { EventHistory } from './event-history.js';

function reduce(events: Iterable<TrainingEvent>): TrainingState {
  return [...events].reduce(reduceTraining, initialTrainingState);
}

function longRun(steps: number): TrainingEvent[] {
  const events: TrainingEvent[] = [runStart({ epochs: steps / 10 })];
  for (let step = 1; step <= steps; step++) {
    events.push(stepEnd(step));
    if (step % 10 === 0) {
      const name = `samples-${step}.png`;
      events.push(epochEnd(step / 10), checkpointEvent(step, `checkpoints/step-${step}`));
      events.push({ type: 'sample', time: step, step, kind: 'samples', file: `samples/${name}` });
    }
  }
  return events;
}

it('the event history keeps a short run unchanged', () => {
  const events = longRun(200);
  expect(new EventHistory(events).events).toEqual(events);
});

it('the event history keeps a long run within a fixed number of steps', () => {
  const kept = new EventHistory(longRun(20_000)).events;
  expect(kept.filter(({ type }) => type === 'step-end').length).toBeLessThanOrEqual(1024);
  // All samples and checkpoints since the last merge are kept, and one of each from before it.
  expect(kept.filter(({ type }) => type === 'sample').length).toBeLessThanOrEqual(110 * 10);
});

it('the event history reduces to the state of the whole run', () => {
  const events = longRun(5000);
  const [whole, kept] = [reduce(events), reduce(new EventHistory(events).events)];
  const { curve: _, curveStride: __, losses, examplesPerSecond, ...rest } = kept;
  expect(whole).toMatchObject(rest);
  expect(losses!.total).toBeCloseTo(whole.losses!.total, 3);
  expect(examplesPerSecond).toBeCloseTo(400, 6);
});

it('the event history keeps the mean of the curve when neighbours are merged', () => {
  const events = longRun(5000);
  const area = ({ curve }: TrainingState, weight: (i: number) => number): number =>
    curve.reduce((sum, { total }, i) => sum + total * weight(i), 0);
  const whole = reduce(events);
  const history = new EventHistory(events).events;
  const steps = history.filter((event) => event.type === 'step-end');
  const kept = reduce(history);
  expect(area(kept, (i) => steps[i]!.examples / 4)).toBeCloseTo(
    area(whole, (i) => whole.curve[i]!.steps),
    6,
  );
});

it('the event history discards earlier events when the run starts again', () => {
  const history = new EventHistory([runStart(), stepEnd(1), runStart()]);
  expect(history.events).toEqual([runStart()]);
});
