import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command, TrainingEvent } from '@speil/api';
import { encodePng, montage } from '@speil/images';
import { recipes } from '@speil/images/recipes';
import { RunWriter } from '@speil/runs';
import { epochEnd, runStart, stepEnd } from '@speil/testing';
import { render } from 'ink-testing-library';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { App } from './App.js';
import { Leaving, type Left } from './leaving.js';
import { half, theme } from '../testing/dashboard-parts.js';
import { RunStore } from './store.js';
import { splitTiles } from './tiles.js';

const stoppedAt13 = { type: 'run-end', time: 14, step: 13, reason: 'stopped' } as const;

it('splits a montage into the pictures that it was made of', () => {
  const pictures = [10, 20, 30].map((value) => ({
    width: 3,
    height: 2,
    channels: 1 as const,
    pixels: new Uint8Array(6).fill(value),
  }));
  const [first, second] = splitTiles(montage(pictures, { columns: 2 }), [2, 3, 1]);
  expect(first!.map(({ pixels }) => pixels[5])).toEqual([10, 20]);
  expect(second![0]!.pixels[5]).toBe(30);
  expect(first![0]).toMatchObject({ width: 3, height: 2 });
});

interface SavedPicture {
  readonly frame: () => string;
  readonly press: (keys: string) => Promise<void>;
  readonly run: RunWriter;
  readonly commands: Command[];
  readonly left: Left[];
}

/** Retries an assertion, since events from a socket or a file arrive with a delay. */
const soon = (expectation: () => void): Promise<void> => vi.waitFor(expectation, 60_000);

/** Shows the dashboard for a run in a real folder with a real socket, on a screen of 100 columns. */
async function show(events: readonly TrainingEvent[], owner = false): Promise<SavedPicture> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-test-'));
  const run = RunWriter.open(folder);
  const fingerprint = '0'.repeat(64);
  run.create({
    format: 'speil-run',
    formatVersion: 1,
    recipe: recipes[0]!,
    data: { name: 'a', train: { id: 'a', fingerprint, size: 1 }, validation: null },
    engine: 'wasm',
    created: '2026-11-23T12:00:00Z',
    speil: '0.1.0',
  });
  const commands: Command[] = [];
  await run.listen((command) => {
    commands.push(command);
    return `${command.type} is done`;
  });
  const pixels = new Uint8Array(28 * 28).fill(255);
  const digit = { width: 28, height: 28, channels: 1, pixels } as const;
  const png = encodePng(
    montage(
      Array.from({ length: 16 }, () => digit),
      { columns: 8 },
    ),
  );
  const file = run.saveSample({ kind: 'reconstructions', step: 5, png });
  for (const event of events) run.emit(event);
  run.emit({ type: 'sample', time: 5, step: 5, kind: 'reconstructions', file });
  const store = new RunStore(folder);
  const leaving = new Leaving({ store, owner });
  const left: Left[] = [];
  void leaving.left.then((how) => left.push(how));
  const { leave, interrupt } = leaving;
  const app = render(<App {...{ store, folder, theme, leave, interrupt }} name="runs/a" />);
  onTestFinished(async () => {
    app.unmount();
    leaving.close();
    store.close();
    await run.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const frame = (): string => app.lastFrame() ?? '';
  await soon(() => expect(frame()).toContain('@@@@'));
  const press = async (keys: string): Promise<void> => {
    app.stdin.write(keys);
    await sleep(100);
  };
  return { frame, press, run, commands, left };
}

describe('the dashboard', () => {
  it('shows the run, its curves and its pictures', async () => {
    const { frame } = await show(half);
    await soon(() => expect(frame()).toContain('mnist-vae  runs/a'));
    await soon(() => expect(frame()).toContain('running'));
    await soon(() => expect(frame()).toContain('total 107.69'));
    await soon(() => expect(frame()).toContain('KL 5.00'));
    await soon(() => expect(frame()).toContain('originals over reconstructions'));
    await soon(() => expect(frame()).toContain('@@@@'));
    expect(frame().split('\n').length).toBe(23);
  });

  it('has four panes and a help', async () => {
    const { frame, press } = await show(half);
    await press('4');
    await soon(() => expect(frame()).toContain('40 to train, 10 to validate'));
    await press('\t');
    await soon(() => expect(frame()).toContain('originals over'));
    await press('?');
    await soon(() => expect(frame()).toContain('beta up and down'));
    await press('?');
    await press('2');
    await press('l');
    await soon(() => expect(frame()).toMatch(/total .* log/u));
  });

  it('sets beta and the learning rate to round numbers, pauses, and saves a checkpoint', async () => {
    const { press, commands, frame } = await show(half);
    for (const key of ['+', '[', 'p', 'c', '0']) await press(key);
    await soon(() =>
      expect(commands).toEqual([
        { type: 'set', setting: 'beta', value: 2 },
        { type: 'set', setting: 'learningRate', value: 5e-4 },
        { type: 'pause' },
        { type: 'checkpoint' },
        { type: 'set', setting: 'beta', value: null },
        { type: 'set', setting: 'learningRate', value: null },
      ]),
    );
    await soon(() => expect(frame()).toContain('set is done'));
  });

  it('accumulates keys that are pressed faster than steps are completed', async () => {
    const { press, commands, frame, run } = await show(half);
    await press('++-');
    await press('[[');
    await soon(() => expect(commands.length).toBe(5));
    expect(commands.map((command) => command.type === 'set' && command.value)).toEqual([
      2, 5, 2, 5e-4, 2e-4,
    ]);
    await soon(() => expect(frame()).toContain('lr 0.001 → 2e-4   β 1 → 2'));
    for (const command of commands) run.emit({ type: 'steer', time: 14, step: 13, command });
    run.emit({ ...stepEnd(14), beta: 2, learningRate: 2e-4 });
    await soon(() => expect(frame()).toContain('lr 2e-4   β 2'));
  });

  it('asks before it stops a run, and can be left without stopping it', async () => {
    const { press, commands, frame, left } = await show(half);
    await press('s');
    await soon(() => expect(frame()).toContain('Stop the training? y / n'));
    await press('n');
    expect(commands).toEqual([]);
    await press('s');
    await press('y');
    await soon(() => expect(commands).toEqual([{ type: 'stop' }]));
    await press('q');
    await soon(() => expect(left).toEqual(['detached']));
  });

  it('on Ctrl-C stops the run that it started, and leaves on a second Ctrl-C', async () => {
    const { press, commands, left } = await show(half, true);
    await press('\u0003');
    await soon(() => expect(commands).toEqual([{ type: 'stop' }]));
    expect(left).toEqual([]);
    await press('\u0003');
    await soon(() => expect(left).toEqual(['interrupted']));
  });

  it('treats a signal like Ctrl-C, and leaves when the run has ended', async () => {
    const { commands, left, run } = await show(half, true);
    process.emit('SIGINT', 'SIGINT');
    await soon(() => expect(commands).toEqual([{ type: 'stop' }]));
    expect(left).toEqual([]);
    run.emit({ type: 'run-end', time: 20, step: 20, reason: 'stopped' });
    await soon(() => expect(left).toEqual(['interrupted']));
  });

  it('follows a run that is stopped and resumed by another trainer', async () => {
    const { frame, run } = await show([...half, { ...stoppedAt13 }]);
    await soon(() => expect(frame()).toContain('stopped'));
    await run.close();
    const next = RunWriter.open(run.paths.folder);
    onTestFinished(() => next.close());
    next.resume();
    await next.listen(() => 'done');
    next.emit(runStart());
    next.emit(stepEnd(1, 42));
    await soon(() => expect(frame()).toContain('total 42.00'));
    expect(frame()).toContain('running');
    expect(frame()).toContain('step 1/20');
  });

  it('on Ctrl-C does not stop a run that another command has resumed', async () => {
    const { left, press, run, frame } = await show([...half, { ...stoppedAt13 }], true);
    await soon(() => expect(frame()).toContain('stopped'));
    await run.close();
    const status = path.join(run.paths.folder, 'status.json');
    const reported = JSON.parse(fs.readFileSync(status, 'utf8')) as object;
    // The test runner's parent stands for another trainer.
    const other = { ...reported, state: 'running', pid: process.ppid, heartbeat: Date.now() };
    fs.writeFileSync(status, JSON.stringify(other));
    await soon(() => expect(frame()).toContain('p pause'));
    await press('\u0003');
    await soon(() => expect(left).toEqual(['detached']));
  });

  it('shows new events until the end of the run', async () => {
    const { frame, run } = await show(half);
    run.emit(epochEnd(2));
    run.emit({
      type: 'run-end',
      time: 20,
      step: 20,
      reason: 'diverged',
      message: 'The loss is NaN.',
    });
    await soon(() => expect(frame()).toContain('diverged'));
  });
});
