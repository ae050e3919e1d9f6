import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { AbortedError, IncompatibleError, StorageError, UnknownNameError } from '@speil/api';
import type { ModelFile } from '@speil/api';
import { recipes } from '@speil/images/recipes';
import { expect, it, onTestFinished } from 'vitest';
import { UsageError, reportError } from '../cli/exit.js';
import { wantsScreen } from '../cli/screen.js';
import { recordedIo } from '../io.test-support.js';
import { answerCommand } from '../trainer/commands.js';
import { tellError, untellError } from '../trainer/errors.js';
import { refuseSeenData } from './eval.js';
import { outputNames } from './reconstruct.js';
import { trainRequest } from './train-request.js';

it('exits by the kind of error: 2 for the command line, 130 for an interruption, else 1', () => {
  const io = recordedIo();
  expect(reportError(new UsageError('a'), io)).toBe(2);
  expect(reportError(new UnknownNameError('recipe', 'a', ['b']), io)).toBe(2);
  expect(reportError(new AbortedError(), io)).toBe(130);
  expect(reportError(new StorageError('full'), io)).toBe(1);
  expect(reportError(new TypeError('x is not a function\nat y'), io)).toBe(1);
  expect(io.lines.err).toEqual([
    'speil: a',
    "speil: Unknown recipe 'a'. Did you mean b?",
    'speil: The operation was aborted.',
    'speil: full',
    'speil: unexpected error: x is not a function',
    'Run it again with SPEIL_DEBUG=1 to see where it happened.',
  ]);
});

it('shows where an error came from only when asked', () => {
  const io = recordedIo({ env: { SPEIL_DEBUG: '1' } });
  reportError(new StorageError('full'), io);
  expect(io.lines.err[1]).toMatch(/^\s*at |StorageError/mu);
});

it('takes the screen only where a person watches', () => {
  const here = recordedIo({ tty: true });
  expect(wantsScreen({}, here)).toBe(true);
  expect(wantsScreen({ tui: false }, here)).toBe(false);
  expect(wantsScreen({ json: true }, here)).toBe(false);
  expect(wantsScreen({}, recordedIo({ tty: true, env: { CI: 'true' } }))).toBe(false);
  expect(wantsScreen({}, recordedIo({ tty: true, env: { CI: 'false' } }))).toBe(true);
  expect(wantsScreen({}, recordedIo({ tty: true, env: { TERM: 'dumb' } }))).toBe(false);
  expect(wantsScreen({}, recordedIo())).toBe(false);
});

it('carries an error between processes with its code', () => {
  const error = untellError(tellError(new StorageError('full')));
  expect(error).toMatchObject({ message: 'full', code: 'storage' });
  expect(tellError(untellError({ message: 'odd' }))).not.toHaveProperty('code');
});

it('refuses commands that make no sense now', () => {
  const running = { paused: false, ended: false };
  expect(answerCommand({ type: 'pause' }, running)).toBe('Pausing after this step.');
  expect(() => answerCommand({ type: 'resume' }, running)).toThrow(IncompatibleError);
  expect(() => answerCommand({ type: 'pause' }, { ...running, paused: true })).toThrow(
    'paused already',
  );
  expect(() => answerCommand({ type: 'stop' }, { ...running, ended: true })).toThrow('has ended');
});

it('names every reconstruction, even when two pictures share a name', () => {
  expect(outputNames(['a/1.png', 'b/1.PNG', 'pairs.png', '1-2.png'])).toEqual([
    '1.png',
    '1-2.png',
    'pairs-2.png',
    '1-2-2.png',
  ]);
});

it('refuses to score a model on its training data', () => {
  const spec = recipes[0]!.model;
  const losses = { total: 1, reconstruction: 1, kl: 0 };
  const file = (id: string): ModelFile => ({
    format: 'speil-model',
    formatVersion: 1,
    spec,
    files: {},
    training: {
      recipe: 'a',
      settings: recipes[0]!.training,
      dataset: { id, fingerprint: '0'.repeat(64), size: 1 },
      steps: 1,
      epochs: 1,
      engine: 'cpu',
      train: losses,
      validation: null,
    },
  });
  expect(() => refuseSeenData(file('mnist/train'), 'mnist-10k')).toThrow('it has seen them all');
  expect(() => refuseSeenData(file('mnist/train'), 'mnist')).not.toThrow();
  expect(() => refuseSeenData(file('mnist-10k/train'), 'mnist-10k')).not.toThrow();
});

it('makes of options what the trainer is asked', async () => {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-test-'));
  onTestFinished(() => fs.rmSync(cwd, { recursive: true }));
  const now = new Date('2026-11-23T12:00:00Z');
  const options = { epochs: 3, batch: 64, seed: 5, checkpointEvery: 7, limit: 9, set: ['seed=6'] };
  const request = await trainRequest('mnist-vae', options, cwd, now);
  expect(request).toMatchObject({
    folder: path.join(cwd, 'runs/mnist-vae/2026-11-23T12-00-00'),
    data: { name: 'mnist', fallback: 'mnist-10k', limit: 9 },
    engine: 'auto',
    resume: false,
  });
  const { training } = request.recipe;
  // --set has the last word.
  expect(training).toMatchObject({
    epochs: 3,
    batchSize: 64,
    seed: 6,
    checkpoint: { everySteps: 7 },
  });
  fs.mkdirSync(request.folder, { recursive: true });
  const second = await trainRequest('mnist-vae', options, cwd, now);
  expect(second.folder).toBe(`${request.folder}-2`);
});

it('takes data that is named and no other in its stead', async () => {
  const { data } = await trainRequest('mnist-vae', { data: 'kmnist', dataDir: 'd' }, '/home');
  expect(data).toEqual({ name: 'kmnist', dir: path.resolve('/home', 'd') });
});

it('needs a recipe, and a folder to go on with', async () => {
  await expect(trainRequest(undefined, {}, '/')).rejects.toThrow(UsageError);
  await expect(trainRequest(undefined, { resume: true }, '/')).rejects.toThrow(
    '--out DIR --resume',
  );
});
