import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import {
  CorruptError,
  IncompatibleError,
  InvalidArgumentError,
  LockedError,
  NotFoundError,
} from '@speil/api';
import type { Command, RunStatus, TrainingEvent } from '@speil/api';
import { epochEnd, runStart, stepEnd } from '@speil/testing';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../testing/campaign.js';
import { checkpointEvent, exampleConfig, examplePng, runEnd } from '../testing/examples.js';
import { sendCommand } from '../control/control-client.js';
import { followRun } from '../follow/follow-run.js';
import { healthOf, listRuns, readRun, readStatus } from '../run/read-run.js';
import { RunWriter } from './run-writer.js';

function open(folder: string): RunWriter {
  const run = RunWriter.open(folder);
  onTestFinished(() => run.close());
  return run;
}

function checkpointAt(step: number): { step: number; files: Record<string, Uint8Array> } {
  return { step, files: { 'weights.safetensors': new Uint8Array(64).fill(step) } };
}

/** A run of three steps with a checkpoint after the second. Nothing is closed, as if the process had been killed. */
function started(folder: string): RunWriter {
  const run = open(folder);
  run.create(exampleConfig);
  run.emit(runStart());
  run.emit(stepEnd(1));
  run.emit(stepEnd(2));
  const name = run.saveCheckpoint(checkpointAt(2), { best: true, keep: 3 });
  run.emit(checkpointEvent(2, name));
  run.emit(stepEnd(3));
  return run;
}

async function collect(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const all: TrainingEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

it('a run writes the files that other tools expect', async () => {
  const folder = path.join(temporaryFolder(), 'runs', 'example');
  const run = started(folder);
  const file = run.saveSample({ kind: 'samples', step: 3, png: examplePng });
  expect(file).toBe('samples/samples-000003.png');
  run.emit(runEnd(3));
  await run.close();
  const names = fs.readdirSync(folder).map((name) => name.replace(/^(events\.out).*/u, '$1'));
  expect(names.sort()).toEqual([
    'checkpoints',
    'config.json',
    'events.out',
    'metrics.jsonl',
    'samples',
    'status.json',
  ]);
  expect(fs.readFileSync(path.join(folder, file))).toEqual(examplePng);
});

it('a run can be read with its state', async () => {
  const folder = temporaryFolder();
  const run = started(folder);
  run.emit(epochEnd(1));
  run.emit(runEnd(10));
  await run.close();
  const { config, status, health, state } = readRun(folder);
  expect(config).toEqual(exampleConfig);
  expect(health).toBe('completed');
  expect(status).toMatchObject({ pid: process.pid, step: 10, steps: 20, epoch: 1, epochs: 2 });
  expect(status?.train).toEqual(epochEnd(1).train);
  expect(state.curve.map(({ step }) => step)).toEqual([1, 2, 3]);
});

it('a run refuses a second writer and a second run in its folder', async () => {
  const folder = temporaryFolder();
  const run = started(folder);
  expect(() => RunWriter.open(folder)).toThrow(LockedError);
  await run.close();
  expect(() => open(folder).create(exampleConfig)).toThrow(IncompatibleError);
});

it('a run that ended before its first step is replaced by a new run in its folder', async () => {
  const folder = temporaryFolder();
  const failed = open(folder);
  failed.create(exampleConfig);
  failed.emit(runStart());
  failed.emit(checkpointEvent(0, failed.saveCheckpoint(checkpointAt(0), { best: false, keep: 3 })));
  failed.emit(runEnd(0, 'failed'));
  await failed.close();
  fs.writeFileSync(path.join(folder, 'notes.txt'), 'mine');
  const run = open(folder);
  run.create({ ...exampleConfig, engine: 'wasm' });
  await run.close();
  const { config, state, health } = readRun(folder);
  expect(config.engine).toBe('wasm');
  expect([state.status, health]).toEqual(['waiting', 'starting']);
  expect(fs.readdirSync(path.join(folder, 'checkpoints'))).toEqual([]);
  expect(fs.readdirSync(folder).filter((name) => name.startsWith('events.out'))).toEqual([]);
  expect(fs.readFileSync(path.join(folder, 'notes.txt'), 'utf8')).toBe('mine');
});

it('a run that did not start leaves no folder', async () => {
  const root = temporaryFolder();
  await open(path.join(root, 'new')).close();
  fs.mkdirSync(path.join(root, 'old'));
  await open(path.join(root, 'old')).close();
  expect(fs.readdirSync(root)).toEqual(['old']);
});

it('a run resumes from the newest checkpoint and removes later steps from the log', async () => {
  const folder = temporaryFolder();
  await started(folder).close();
  const run = open(folder);
  const { config, checkpoint, warnings } = run.resume();
  expect(config).toEqual(exampleConfig);
  expect(checkpoint?.step).toBe(2);
  expect(warnings).toEqual([]);
  run.emit(runStart({ resumedFrom: 2 }));
  run.emit(stepEnd(3, 7));
  await run.close();
  expect(readRun(folder).state.curve.map(({ total }) => total)).toEqual([200, 150, 7]);
});

it('a run resumes without a damaged checkpoint, warns about it and keeps it under another name', async () => {
  const folder = temporaryFolder();
  const first = started(folder);
  first.emit(checkpointEvent(3, first.saveCheckpoint(checkpointAt(3), { best: false, keep: 3 })));
  await first.close();
  const weights = path.join(folder, 'checkpoints', 'step-000003', 'weights.safetensors');
  fs.writeFileSync(weights, new Uint8Array(64));
  const { checkpoint, warnings } = open(folder).resume();
  expect(checkpoint?.step).toBe(2);
  expect(warnings.join()).toContain('the checksum of weights.safetensors does not match');
  expect(fs.readdirSync(path.join(folder, 'checkpoints')).sort()).toEqual([
    'damaged-step-000003',
    'step-000002',
  ]);
  expect(readRun(folder).state.step).toBe(2);
});

it('a run starts again from the beginning if it ended before its first checkpoint', () => {
  const folder = temporaryFolder();
  const first = RunWriter.open(folder);
  first.create(exampleConfig);
  first.emit(runStart());
  return first.close().then(() => {
    expect(open(folder).resume().checkpoint).toBeUndefined();
    expect(readRun(folder).state.status).toBe('waiting');
  });
});

it('a run whose checkpoints are lost does not start again, and its folder is not changed', async () => {
  for (const lose of [
    (folder: string) => fs.writeFileSync(`${folder}/step-000002/weights.safetensors`, 'short'),
    (folder: string) => fs.rmSync(folder, { recursive: true }),
  ]) {
    const folder = temporaryFolder();
    await started(folder).close();
    lose(path.join(folder, 'checkpoints'));
    const log = fs.readFileSync(path.join(folder, 'metrics.jsonl'));
    const run = open(folder);
    expect(() => run.resume()).toThrow(CorruptError);
    expect(() => run.resume()).toThrow(/no sound checkpoint left .* Its log is untouched/u);
    expect(fs.readFileSync(path.join(folder, 'metrics.jsonl'))).toEqual(log);
  }
});

it('a run refuses a folder with possible remains of another run, and does not change it', () => {
  const orphan = temporaryFolder();
  fs.mkdirSync(path.join(orphan, 'checkpoints', 'step-000008'), { recursive: true });
  const stranger = temporaryFolder();
  fs.writeFileSync(path.join(stranger, 'metrics.jsonl'), 'precious');
  for (const [folder, held] of [
    [orphan, 'checkpoints/step-000008'],
    [stranger, 'metrics.jsonl'],
  ] as const) {
    expect(() => open(folder).create(exampleConfig)).toThrow(`holds ${held} but no config.json`);
    expect(fs.existsSync(path.join(folder, held))).toBe(true);
  }
});

it('a run with a damaged status is listed by its log', async () => {
  const root = temporaryFolder();
  const run = started(path.join(root, 'a'));
  run.emit(runEnd(3));
  await run.close();
  fs.writeFileSync(path.join(root, 'a', 'status.json'), '{"state":');
  expect(listRuns(root).map(({ health }) => health)).toEqual(['completed']);
  expect(listRuns(root)[0]!.status).toMatchObject({ step: 3 });
});

it('a run cannot be resumed in an empty folder', () => {
  expect(() => open(temporaryFolder()).resume()).toThrow(NotFoundError);
});

it('a run logs an epoch without its validation if the validation diverged', () => {
  const folder = temporaryFolder();
  const run = started(folder);
  const losses = { total: Infinity, reconstruction: Infinity, kl: 1 };
  run.emit({ ...epochEnd(1), validation: losses, klPerDimension: [NaN] });
  const { state, status, badLines } = readRun(folder);
  expect(badLines).toBe(0);
  expect(status?.validation).toBeNull();
  expect(state.epochs[0]).toMatchObject({ train: epochEnd(1).train, validation: null });
});

it('a run does not log a step whose losses are not finite', () => {
  const folder = temporaryFolder();
  const run = started(folder);
  run.emit(stepEnd(4, NaN));
  run.emit(runEnd(4, 'diverged'));
  const { state, badLines } = readRun(folder);
  expect(state.status).toBe('diverged');
  expect(state.step).toBe(3);
  expect(badLines).toBe(0);
});

it('a run can be followed and steered by another process through its socket', async () => {
  const folder = temporaryFolder();
  const run = started(folder);
  const commands: Command[] = [];
  await run.listen((command) => {
    if (command.type === 'resume') throw new InvalidArgumentError('The run is not paused.');
    commands.push(command);
    return 'Paused.';
  });
  const events = followRun(folder);
  for (let i = 0; i < 5; i++) await events.next();
  expect(await sendCommand(folder, { type: 'pause' })).toBe('Paused.');
  await expect(sendCommand(folder, { type: 'resume' })).rejects.toThrow('The run is not paused.');
  expect(commands).toEqual([{ type: 'pause' }]);
  run.emit(stepEnd(4));
  expect((await events.next()).value).toEqual(stepEnd(4));
  run.emit(runEnd(4, 'stopped'));
  await run.close();
  expect(await collect(events)).toEqual([runEnd(4, 'stopped')]);
});

it('a run can be followed through its log if there is no socket', async () => {
  const folder = temporaryFolder();
  const run = started(folder);
  const events = followRun(folder);
  for (let i = 0; i < 5; i++) await events.next();
  run.emit(runEnd(3, 'stopped'));
  await run.close();
  expect(await collect(events)).toEqual([runEnd(3, 'stopped')]);
});

it('a run can be followed to the last event of a trainer that died', async () => {
  const folder = temporaryFolder();
  await started(folder).close();
  const status = readStatus(folder)!;
  // An id that no process has: it is above the limit of Linux (2^22).
  fs.writeFileSync(
    path.join(folder, 'status.json'),
    JSON.stringify({ ...status, pid: 2 ** 22 + 1, state: 'running' }),
  );
  expect(readRun(folder).health).toBe('crashed');
  expect((await collect(followRun(folder))).at(-1)).toEqual(stepEnd(3));
});

it.each([
  ['was stopped', (run: RunWriter) => run.emit(runEnd(3, 'stopped'))],
  ['fell silent', () => undefined],
])(
  'a run can be followed when the next trainer resumes it after the previous one %s',
  async (_, end) => {
    const folder = temporaryFolder();
    const first = started(folder);
    await first.listen(() => '');
    const abort = new AbortController();
    onTestFinished(() => abort.abort());
    const events = followRun(folder, { signal: abort.signal, beyondEnd: true });
    const seen = async (event: TrainingEvent): Promise<void> => {
      for (;;) {
        const { value } = await events.next();
        if (JSON.stringify(value) === JSON.stringify(event)) return;
      }
    };
    await seen(stepEnd(3));
    end(first);
    await first.close();
    const second = open(folder);
    second.resume();
    second.emit(runStart({ resumedFrom: 2 }));
    second.emit(stepEnd(3, 7));
    await second.listen(() => '');
    // All events are repeated from the start.
    await seen(runStart());
    await seen(runStart({ resumedFrom: 2 }));
    await seen(stepEnd(3, 7));
    second.emit(stepEnd(4));
    await seen(stepEnd(4));
  },
);

it('a run is no longer followed when the caller aborts', async () => {
  const folder = temporaryFolder();
  const run = started(folder);
  await run.listen(() => '');
  const abort = new AbortController();
  const events = followRun(folder, { signal: abort.signal });
  for (let i = 0; i < 5; i++) await events.next();
  const rest = collect(events);
  abort.abort();
  expect(await rest).toEqual([]);
});

it('a run that crashed is distinguished from one that continues', () => {
  const status: RunStatus = {
    state: 'running',
    pid: process.pid,
    host: os.hostname(),
    heartbeat: 1_000_000,
    step: 1,
    steps: 2,
    epoch: 1,
    epochs: 1,
    train: null,
    validation: null,
  };
  const elsewhere = { ...status, host: 'another' };
  expect(healthOf(status, 1_001_000)).toBe('running');
  expect(healthOf(status, 1_100_000)).toBe('crashed');
  expect(healthOf(elsewhere, 1_001_000)).toBe('running');
  expect(healthOf(elsewhere, 1_100_000)).toBe('crashed');
  expect(healthOf({ ...status, state: 'completed' }, 9e12)).toBe('completed');
});

it('a run is listed among the runs of its folder, newest first, and other folders are left out', async () => {
  const root = temporaryFolder();
  for (const [name, created] of [
    ['a', '2026-11-23T12:00:00.000Z'],
    ['b', '2026-11-23T13:00:00.000Z'],
  ] as const) {
    const run = RunWriter.open(path.join(root, 'example', name));
    run.create({ ...exampleConfig, created });
    await run.close();
  }
  fs.mkdirSync(path.join(root, 'other'));
  fs.writeFileSync(path.join(root, 'other', 'config.json'), '{}');
  expect(listRuns(root).map(({ folder }) => path.relative(root, folder))).toEqual([
    path.join('example', 'b'),
    path.join('example', 'a'),
  ]);
  expect(listRuns(path.join(root, 'none'))).toEqual([]);
});
