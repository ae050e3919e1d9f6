import { expect, it } from 'vitest';
import { epochEnd, runStart, stepEnd } from '@speil/testing';
import { wholeRun } from '../testing/io.js';
import {
  formatAge,
  formatBytes,
  formatCount,
  formatDuration,
  formatLoss,
  formatScalar,
  plural,
} from './format.js';
import { displayPath } from './paths.js';
import { plainReporter } from './plain.js';
import { goneHint, resumeHint } from './resume.js';
import { summariseRun } from './summary.js';
import { table } from './table.js';

it('formats numbers for people', () => {
  expect(formatCount(71_681)).toBe('71,681');
  expect([12.3456, 1234.5, undefined].map(formatLoss)).toEqual(['12.35', '1,235', '-']);
  expect(formatLoss(4.1608e27)).toBe('4.16e+27');
  expect([1, 2, 1200].map((n) => plural(n, 'epoch'))).toEqual([
    '1 epoch',
    '2 epochs',
    '1,200 epochs',
  ]);
  expect([1, 0.001, 3e-5, 0, 0.25].map(formatScalar)).toEqual(['1', '0.001', '3e-5', '0', '0.25']);
  expect([5, 65, 3905].map(formatDuration)).toEqual(['0:05', '1:05', '1:05:05']);
  expect([900, 5.12e8, 1.24e9].map(formatBytes)).toEqual(['1 kB', '512 MB', '1.2 GB']);
  expect([1500, 120_000, 7.3e6, 2e8].map(formatAge)).toEqual(['1 s', '2 min', '2 h', '2 d']);
});

it('names the batch size if a run ended before its first step', () => {
  expect(goneHint('runs/a', 0, 30_000)).toContain('a --batch smaller than 30,000. Resume it with');
  expect(goneHint('runs/a', 1, 30_000)).toBe('Resume it with: speil resume runs/a');
});

it('says how to continue a run, depending on how it ended', () => {
  expect(resumeHint('runs/a')).toBe('Resume it with: speil resume runs/a');
  expect(resumeHint("my runs/it's", 'crashed')).toBe(
    `Resume it with: speil resume 'my runs/it'\\''s'`,
  );
  expect(resumeHint('runs/a', 'completed')).toBe(
    'Train it further with: speil resume runs/a --epochs N',
  );
});

it('aligns columns, numbers to the right, without trailing spaces', () => {
  const rows = [
    { name: 'a', size: 5 },
    { name: 'long', size: 1234 },
  ];
  const lines = table(rows, [
    { title: 'NAME', value: ({ name }) => name },
    { title: 'SIZE', value: ({ size }) => String(size), align: 'right' },
    { title: '', value: () => '' },
  ]);
  expect(lines).toEqual(['NAME  SIZE', 'a        5', 'long  1234']);
});

it('shows a path as a person would type it', () => {
  expect(displayPath('/home/a/runs/x', '/home/a')).toBe('runs/x');
  expect(displayPath('/home/a', '/home/a')).toBe('.');
  expect(displayPath('/data/x', '/home/a')).toBe('/data/x');
});

it('reports a run with one line per epoch', () => {
  const lines: string[] = [];
  const report = plainReporter((line) => lines.push(line), { now: () => 1e9 });
  wholeRun().forEach(report);
  expect(lines).toEqual([
    'mnist-vae: 71,681 parameters, 40 examples (10 to validate), engine wasm',
    'epoch 1/2  step 10/20  train 90.00 (reconstruction 84.00, KL 6.00)  validation 90.00 (reconstruction 84.00, KL 6.00)  400 examples/s  best so far',
    'epoch 2/2  step 20/20  train 90.00 (reconstruction 84.00, KL 6.00)  validation 90.00 (reconstruction 84.00, KL 6.00)  400 examples/s  best so far',
    'completed at step 20',
  ]);
});

it('says which score makes an epoch the best if it is not the total loss', () => {
  const lines: string[] = [];
  const report = plainReporter((line) => lines.push(line), { now: () => 1e9 });
  report(runStart());
  report({ ...epochEnd(1), score: 88.5 });
  report({ ...epochEnd(2), score: 90 });
  expect(lines[1]).toMatch(/best so far \(88\.50 with the KL at its final weight\)$/u);
  expect(lines[2]).toMatch(/best so far$/u);
});

it('reports no KL for a plain autoencoder, and its total loss only once', () => {
  const lines: string[] = [];
  const report = plainReporter((line) => lines.push(line), { now: () => 1e9 });
  const losses = { total: 90, reconstruction: 90, kl: 0 };
  report(runStart());
  report({ ...stepEnd(10), losses });
  report({ ...epochEnd(1), train: losses, validation: losses });
  expect(lines[1]).toBe(
    'epoch 1/2  step 10/20  train 90.00  validation 90.00  400 examples/s  best so far',
  );
});

it('says once why a run failed, as an error', () => {
  const lines: string[] = [];
  const report = plainReporter((line) => lines.push(line));
  report({ type: 'run-end', time: 1, step: 1200, reason: 'failed', message: 'No disk.' });
  expect(lines).toEqual(['speil: failed at step 1,200: No disk.']);
});

it('reports a step every ten seconds within an epoch', () => {
  const lines: string[] = [];
  let time = 0;
  const report = plainReporter((line) => lines.push(line), { now: () => time });
  report(runStart());
  for (let step = 1; step <= 9; step++) {
    time = step * 3000;
    report({ ...stepEnd(step, 100), time });
  }
  expect(lines.slice(1)).toEqual([
    'epoch 1/2  step 4/20  loss 100.00 (reconstruction 95.00, KL 5.00)  400 examples/s  0:00 left',
    'epoch 1/2  step 8/20  loss 100.00 (reconstruction 95.00, KL 5.00)  400 examples/s  0:00 left',
  ]);
});

it('reports neither repeated events nor events before a given time', () => {
  const lines: string[] = [];
  const report = plainReporter((line) => lines.push(line), { since: 5 });
  const events = [...wholeRun().slice(0, 12)];
  events.forEach(report);
  expect(lines.length).toBe(1);
  wholeRun().forEach(report);
  expect(lines.map((line) => line.slice(0, 9))).toEqual(['epoch 1/2', 'epoch 2/2', 'completed']);
});

it('reports what a person did', () => {
  const lines: string[] = [];
  const report = plainReporter((line) => lines.push(line));
  const steer = { type: 'steer', time: 1, step: 7 } as const;
  report({ ...steer, command: { type: 'pause' } });
  report({ ...steer, command: { type: 'set', setting: 'learningRate', value: 3e-4 } });
  report({ ...steer, command: { type: 'set', setting: 'beta', value: null } });
  expect(lines).toEqual([
    'step 7: pause',
    'step 7: learning rate = 3e-4',
    'step 7: beta back to its schedule',
  ]);
});

it('summarises a run from its log', () => {
  expect(summariseRun('a', wholeRun())).toEqual({
    run: 'a',
    steps: 20,
    epochs: 2,
    // Each step has four examples and takes a hundredth of a second.
    examplesPerSecond: expect.closeTo(400, 9) as number,
    train: epochEnd(2).train,
    validation: epochEnd(2).validation,
  });
});

it('summarises an unfinished epoch by its steps, weighted by their examples', () => {
  const events = [runStart(), stepEnd(1, 10), { ...stepEnd(2, 40), examples: 2 }];
  expect(summariseRun('a', events).train?.total).toBeCloseTo((10 * 4 + 40 * 2) / 6, 9);
  expect(summariseRun('a', [runStart()])).toMatchObject({ steps: 0, epochs: 0, train: null });
});
