import * as path from 'node:path';
import { readRun, readStatus, sendCommand } from '@speil/runs';
import { expect, it } from 'vitest';
import { endless, lastJson, speil, start, stepsDone, tiny, until, workFolder } from './harness.js';

it('pauses, steers, resumes and stops from a second process', async () => {
  const cwd = workFolder();
  const run = path.join(cwd, 'runs', 'a');
  const training = start(cwd, ['train', ...endless, '--out', run, '--no-tui']);
  await stepsDone(run, 2);
  // If no run is named, the command takes the newest one that is training.
  const paused = await speil(cwd, ['pause', '--json']);
  expect(lastJson(paused)).toMatchObject({ run, command: 'pause' });
  await until(() => readStatus(run)?.state === 'paused');
  const { state: before } = readRun(run);
  const twice = await speil(cwd, ['pause', run]);
  expect(twice.code).toBe(1);
  expect(twice.stderr).toContain('paused already');

  await sendCommand(run, { type: 'set', setting: 'beta', value: 3 });
  expect((await speil(cwd, ['resume', 'a'])).code).toBe(0);
  await until(() => readRun(run).state.step > before.step);
  const { state: after } = readRun(run);
  expect(after.scalars.beta).toBe(3);
  expect(after.marks.map(({ command }) => command.type)).toEqual(['pause', 'set', 'resume']);

  expect((await speil(cwd, ['stop'])).code).toBe(0);
  const { code, stderr } = await training.done;
  expect(code).toBe(0);
  expect(stderr).toContain('beta = 3');
  expect(stderr).toContain('stopped at step');
  const late = await speil(cwd, ['stop']);
  expect(late.code).toBe(1);
  expect(late.stderr).toContain('it is stopped. Resume it with: speil resume runs/a');
});

it('stops a paused run, and resumes it after it has stopped', async () => {
  const cwd = workFolder();
  const run = path.join(cwd, 'a');
  const training = start(cwd, ['train', ...endless, '--out', run, '--no-tui']);
  await stepsDone(run, 2);
  await speil(cwd, ['pause', run]);
  await until(() => readStatus(run)?.state === 'paused');
  await speil(cwd, ['stop', run]);
  expect((await training.done).code).toBe(0);
  const { health, state } = readRun(run);
  expect(health).toBe('stopped');
  const resumed = start(cwd, ['resume', run, '--no-tui']);
  await stepsDone(run, state.step + 1);
  expect((await speil(cwd, ['stop', run])).code).toBe(0);
  const { code, stderr } = await resumed.done;
  expect(code).toBe(0);
  expect(stderr).toContain(`resumed from step ${state.step}`);
});

it('watches a run from a second process until it ends, as lines and as JSON', async () => {
  const cwd = workFolder();
  const run = path.join(cwd, 'a');
  const training = start(cwd, ['train', ...endless, '--out', run, '--no-tui']);
  await stepsDone(run, 3);
  const lines = start(cwd, ['watch', run]);
  const json = start(cwd, ['watch', run, '--json']);
  await until(() => lines.stderr().includes('epoch'));
  await speil(cwd, ['stop', run]);
  const [watched, reported] = [await lines.done, await json.done];
  await training.done;
  expect(watched.code).toBe(0);
  expect(watched.stderr).toContain('stopped at step');
  const events = reported.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string });
  expect(events[0]?.type).toBe('run-start');
  expect(events.at(-1)).toMatchObject({ type: 'run-end', reason: 'stopped' });
  expect(reported.stderr).toBe('');
});

it('shows a finished run again', async () => {
  const cwd = workFolder();
  await speil(cwd, ['train', ...tiny, '--no-tui']);
  const { stderr, code } = await speil(cwd, ['watch']);
  expect(code).toBe(0);
  expect(stderr).toContain('epoch 1/1');
  expect(stderr).toContain('completed at step 2');
});

it('says what to do when there is no run', async () => {
  const cwd = workFolder();
  for (const command of ['watch', 'pause', 'stop']) {
    const { code, stderr } = await speil(cwd, [command]);
    expect(code).toBe(1);
    expect(stderr).toContain('speil train mnist-vae');
  }
});
