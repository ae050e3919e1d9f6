import { expect, it } from 'vitest';
import { progressLine } from './progress.js';

function recorded(): {
  readonly lines: string[];
  readonly at: (time: number) => void;
  readonly progress: ReturnType<typeof progressLine>;
} {
  const lines: string[] = [];
  let time = 0;
  const progress = progressLine({ overwrite: (text) => lines.push(text), now: () => time });
  return { lines, progress, at: (next) => void (time = next) };
}

it('shows nothing for work that ends within a second', () => {
  const { lines, progress, at } = recorded();
  progress.update('scoring', 1, 10);
  at(900);
  progress.update('scoring', 10, 10);
  progress.end();
  expect(lines).toEqual(['']);
});

it('shows the progress, and estimates the time left from the pieces so far', () => {
  const { lines, progress, at } = recorded();
  progress.update('loading the engine');
  at(2000);
  progress.update('loading the engine');
  at(4000);
  progress.update('scoring', 0, 4000);
  at(14_000);
  progress.update('scoring', 1000, 4000);
  progress.end();
  expect(lines).toEqual([
    'loading the engine  0:02',
    'scoring 0/4,000',
    'scoring 1,000/4,000  0:30 left',
    '',
  ]);
});

it('does not update the line faster than a person can read', () => {
  const { lines, progress, at } = recorded();
  for (let time = 1000; time < 2000; time += 10) {
    at(time);
    progress.update('scoring', time, 5000);
  }
  expect(lines.length).toBeLessThanOrEqual(5);
  progress.end();
});
