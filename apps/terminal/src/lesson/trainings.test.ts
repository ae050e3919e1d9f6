import { expect, it } from 'vitest';
import { LessonClock } from './trainings.js';

it('estimates the time left of a lesson by the examples that its trainings read', () => {
  let time = 0;
  const experiments = [
    { quickEpochs: 2, limit: 1000 },
    { quickEpochs: 4, limit: 1000 },
    { quickEpochs: 6, limit: 1000 },
  ];
  const clock = new LessonClock(experiments, { quick: true }, () => time);
  expect(clock.left(0)).toBeUndefined();
  clock.start();
  time += 10_000;
  clock.trained(0);
  // Two epochs took ten seconds. Ten epochs are left, then six.
  expect(clock.left(1)).toBe(50);
  clock.start();
  time += 20_000;
  clock.trained(1);
  expect(clock.left(2)).toBe(30);
});
