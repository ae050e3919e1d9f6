import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { AbortedError, IncompatibleError, StorageError, UnknownNameError } from '@speil/api';
import type { ModelFile, RunConfig } from '@speil/api';
import type { LoadedModel } from '@speil/core';
import type { Picture } from '@speil/images';
import { pictureFileLimit } from '@speil/images/node';
import { recipes } from '@speil/images/recipes';
import { saveCheckpoint } from '@speil/runs';
import { expect, it, onTestFinished } from 'vitest';
import { UsageError, reportError } from '../io/exit.js';
import { wantsScreen } from '../io/screen.js';
import { recordedIo } from '../io.test-support.js';
import { answerCommand } from '../trainer/commands.js';
import { serializeError, deserializeError } from '../trainer/errors.js';
import { resolveModel } from '../models/resolve.js';
import { differentData } from '../domains/images/compare.js';
import { refuseHardware, refuseThreads } from '../engines/engines.js';
import { describeEarlyEnd } from '../trainer/spawn.js';
import { describeFigures } from '../report/figures.js';
import { exportCommand } from './models/export.js';
import { refuseSeenData } from '../domains/images/data.js';
import { chooseDataset, refuseEmpty } from '../domains/model-file.js';
import { writePicture } from '../files/files.js';
import { findRun } from '../run-control/find-run.js';
import { readPicture, refuseTooMany } from '../domains/images/model.js';
import { outputNames } from '../files/paths.js';
import { runs } from './control/runs.js';
import { trainRequest } from '../training/request.js';

const warn = (line: string): void => expect.fail(line);

it('exits by the kind of error: 2 for the command line, 130 for an interruption, else 1', () => {
  const io = recordedIo();
  expect(reportError(new UsageError('a'), io)).toBe(2);
  expect(reportError(new UnknownNameError('recipe', 'a', ['b']), io)).toBe(2);
  expect(reportError(new AbortedError(), io)).toBe(130);
  expect(reportError(new StorageError('full'), io)).toBe(1);
  expect(reportError(new TypeError('x is not a function\nat y'), io)).toBe(1);
  expect(io.lines.err).toEqual([
    'speil: a',
    "speil: Unknown recipe 'a'. Did you mean 'b'?",
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
  const error = deserializeError(serializeError(new StorageError('full')));
  expect(error).toMatchObject({ message: 'full', code: 'storage' });
  expect(serializeError(deserializeError({ message: 'odd' }))).not.toHaveProperty('code');
  expect(deserializeError(serializeError(new UsageError('slip')))).toBeInstanceOf(UsageError);
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

/** A folder that is gone after the test. */
function workFolder(): string {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-test-'));
  onTestFinished(() => fs.rmSync(cwd, { recursive: true }));
  return cwd;
}

/** A model that was trained on a dataset. */
function file(id: string): ModelFile {
  return {
    format: 'speil-model',
    formatVersion: 1,
    spec: recipes[0]!.model,
    files: {},
    training: {
      recipe: 'a',
      settings: recipes[0]!.training,
      dataset: { id, fingerprint: '0'.repeat(64), size: 1 },
      steps: 1,
      epochs: 1,
      engine: 'cpu',
      train: { total: 1, reconstruction: 1, kl: 0 },
      validation: null,
    },
  };
}

/** As much of a loaded model as pictures are fitted to. */
const loaded = {
  spec: { codec: { id: 'image', shape: [28, 28, 1] } },
} as unknown as LoadedModel<Picture>;

it('finds the data of a run again where the run found them', () => {
  const run = (name: string, dir?: string): RunConfig =>
    ({ data: { name, dir } }) as unknown as RunConfig;
  const model = file('letters/train');
  expect(chooseDataset(undefined, model, run('/p/letters'))).toEqual({ name: '/p/letters' });
  expect(chooseDataset(undefined, model, run('kmnist', '/d'))).toEqual({
    name: 'kmnist',
    dir: '/d',
  });
  expect(chooseDataset('kmnist', model, run('kmnist', '/d'))).toEqual({
    name: 'kmnist',
    dir: '/d',
  });
  expect(chooseDataset('mnist', model, run('kmnist', '/d'))).toEqual({ name: 'mnist' });
  expect(chooseDataset(undefined, model, undefined)).toEqual({ name: 'letters' });
});

it('scores nothing on nothing', () => {
  expect(() => refuseEmpty({ id: 'letters/test', size: 0 }, 'test')).toThrow(
    'The test part of letters is empty: there is nothing to score. Try --split train',
  );
  expect(() => refuseEmpty({ id: 'letters/test', size: 1 }, 'test')).not.toThrow();
});

it('answers a model that is not known as it answers any unknown name', () => {
  expect(() => resolveModel('no-such-model', { cwd: '/', env: {} })).toThrow(UnknownNameError);
  expect(() => resolveModel('no-such-model', { cwd: '/', env: {} })).toThrow(
    "Unknown model 'no-such-model'. There is no run or model folder of that name",
  );
});

it('names the folder that was meant by a misspelt path, of a model and of a run', () => {
  const cwd = workFolder();
  for (const name of ['first', 'other'])
    fs.mkdirSync(path.join(cwd, 'runs', name), { recursive: true });
  expect(() => resolveModel('runs/frist', { cwd, env: {} })).toThrow(
    /^Unknown model 'runs\/frist'\. Did you mean 'runs\/first'\? There is no run or model folder of that name\.$/u,
  );
  expect(() => findRun('runs/frist', 'runs', cwd)).toThrow(
    /frist does not exist\. Did you mean 'runs\/first'\?$/u,
  );
  expect(() => findRun('elsewhere/first', 'runs', cwd)).toThrow(
    /elsewhere.first does not exist\. See: speil runs$/u,
  );
  expect(() => findRun('runs', 'runs', cwd)).toThrow(/no config\.json\. See: speil runs$/u);
});

it('names a checkpoint of a run by its step, and the best', () => {
  const cwd = workFolder();
  const run = path.join(cwd, 'runs', 'a');
  fs.mkdirSync(run, { recursive: true });
  fs.writeFileSync(path.join(run, 'config.json'), '{}');
  const model = new TextEncoder().encode('{}');
  for (const [step, best] of [
    [8, true],
    [12, false],
  ] as const) {
    const checkpoints = path.join(run, 'checkpoints');
    saveCheckpoint(checkpoints, { step, files: { 'model.json': model } }, { best });
  }
  const stepOf = (name: string): string =>
    path.basename(resolveModel(name, { cwd, env: {} }).source.name);
  expect(stepOf('runs/a')).toBe('step-000012');
  expect(stepOf('runs/a@best')).toBe('step-000008');
  expect(stepOf('runs/a@8')).toBe('step-000008');
  expect(resolveModel('runs/a@best', { cwd, env: {} }).run).toBe(run);
  expect(() => stepOf('runs/a@9')).toThrow(
    'runs/a has no checkpoint of step 9. It has those of steps 8, 12.',
  );
  fs.rmSync(path.join(run, 'checkpoints', 'step-000008'), { recursive: true });
  expect(() => stepOf('runs/a@best')).toThrow('runs/a has no checkpoint of its best epoch.');
  // A folder of that name is meant before a run's checkpoint.
  fs.mkdirSync(path.join(cwd, 'runs', 'a@12'));
  expect(() => stepOf('runs/a@12')).toThrow('is neither a run nor a model');
});

it('lists runs with a long path that pads no other row', async () => {
  const cwd = workFolder();
  const data = { id: 'a/train', fingerprint: '0'.repeat(64), size: 1 };
  const config = {
    format: 'speil-run',
    formatVersion: 1,
    recipe: recipes[0],
    data: { name: 'a', train: data, validation: null },
    engine: 'cpu',
    created: new Date().toISOString(),
    speil: '0.1.0',
  };
  const names = ['a', 'b'.repeat(200)];
  for (const name of names) {
    fs.mkdirSync(path.join(cwd, name));
    fs.writeFileSync(path.join(cwd, name, 'config.json'), JSON.stringify(config));
  }
  const io = recordedIo({ cwd });
  expect(await runs.run(['.'], {}, io)).toBe(0);
  expect(io.lines.out.map((line) => line.split(/\s+/u)[0]).sort()).toEqual(
    ['RUN', ...names].sort(),
  );
  expect(Math.min(...io.lines.out.map((line) => line.length))).toBeLessThan(100);
});

it('reads no file that is larger than a picture may be, and no device without an end', async () => {
  const cwd = workFolder();
  fs.writeFileSync(path.join(cwd, 'a.png'), '');
  fs.truncateSync(path.join(cwd, 'a.png'), pictureFileLimit + 1);
  const read = (name: string): Promise<Picture> => readPicture(name, loaded, { cwd });
  await expect(read('a.png')).rejects.toThrow(
    'a.png is larger than a picture may be: at most 67108864',
  );
  await expect(read('b.png')).rejects.toThrow('Cannot read b.png: it does not exist.');
  await expect(read('.')).rejects.toThrow('Cannot read .: it is a folder, not a file.');
  if (fs.existsSync('/dev/zero')) await expect(read('/dev/zero')).rejects.toThrow('is larger than');
});

it('refuses more pictures than fit the memory', () => {
  expect(() => refuseTooMany(10_000, loaded)).not.toThrow();
  expect(() => refuseTooMany(100_000, loaded)).toThrow(UsageError);
  expect(() => refuseTooMany(100_000, loaded)).toThrow('At most 85598 pictures of 28 x 28 x 1');
});

it('names the link that leads nowhere when it is to write there', async () => {
  const cwd = workFolder();
  fs.symlinkSync(path.join(cwd, 'gone'), path.join(cwd, 'link'));
  const told = `${path.join(cwd, 'link')} is a link to ${path.join(cwd, 'gone')}, which does not exist.`;
  for (const out of ['link', 'link/deep/er']) {
    await expect(trainRequest('mnist-vae', { out }, { cwd, warn })).rejects.toThrow(told);
  }
  const dot: Picture = { width: 1, height: 1, channels: 1, pixels: Uint8Array.of(0) };
  expect(() => writePicture('link/a.png', dot, recordedIo({ cwd }))).toThrow(told);
});

it('refuses to score a model on its training data', () => {
  expect(() => refuseSeenData(file('mnist/train'), 'mnist-10k')).toThrow('it has seen them all');
  expect(() => refuseSeenData(file('mnist/train'), 'mnist')).not.toThrow();
  expect(() => refuseSeenData(file('mnist-10k/train'), 'mnist-10k')).not.toThrow();
});

it('makes of options what the trainer is asked', async () => {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-test-'));
  onTestFinished(() => fs.rmSync(cwd, { recursive: true }));
  const now = new Date('2026-11-23T12:00:00Z');
  const options = { epochs: 3, batch: 64, seed: 5, checkpointEvery: 7, limit: 9, set: ['seed=6'] };
  const request = await trainRequest('mnist-vae', options, { cwd, warn, now });
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
  const second = await trainRequest('mnist-vae', options, { cwd, warn, now });
  expect(second.folder).toBe(`${request.folder}-2`);
});

it('keeps the full path of a folder, and the name of a dataset of any domain unchanged', async () => {
  const cwd = workFolder();
  for (const name of ['letters', 'mnist', 'groove']) fs.mkdirSync(path.join(cwd, name));
  const nameOf = async (data: string, recipe = 'mnist-vae'): Promise<string> =>
    (await trainRequest(recipe, { data }, { cwd, warn })).data.name;
  expect(await nameOf('groove', 'drums-2bar')).toBe('groove');
  expect(await nameOf('./groove', 'drums-2bar')).toBe(path.join(cwd, 'groove'));
  expect(await nameOf('letters')).toBe(path.join(cwd, 'letters'));
  expect(await nameOf('mnist')).toBe('mnist');
  expect(await nameOf('./mnist')).toBe(path.join(cwd, 'mnist'));
  expect(await nameOf('nowhere')).toBe('nowhere');
});

it('takes data that is named and no other in its stead', async () => {
  const { data } = await trainRequest(
    'mnist-vae',
    { data: 'kmnist', dataDir: 'd' },
    { cwd: '/home', warn },
  );
  expect(data).toEqual({ name: 'kmnist', dir: path.resolve('/home', 'd') });
});

it('refuses a model whose parts do not fit before anything is started', async () => {
  const set = ['model.codec.shape=[32,32,1]'];
  await expect(
    trainRequest('mnist-conv-ae', { set, out: 'a' }, { cwd: workFolder(), warn }),
  ).rejects.toThrow("must end in the codec's shape");
});

it.skipIf(!fs.existsSync('/proc/self'))('gives up on a folder that can never be made', () => {
  const picture = { width: 1, height: 1, channels: 1 as const, pixels: new Uint8Array(1) };
  expect(() => writePicture('/proc/speil/a/b.png', picture, recordedIo())).toThrow(
    'Cannot write /proc/speil/a/b.png: no file or folder can be made there.',
  );
});

it('says of models on different data what can be done about it', () => {
  const of = (name: string, id: string, side: number) => ({
    name,
    dataset: { id, shape: [side, side, side === 28 ? 1 : 3] },
  });
  const first = of('first', 'mnist-10k/test', 28);
  expect(differentData(of('photo', 'flat/test', 64), first)).toBe(
    'first and photo use different data (mnist-10k, flat). Images of 28x28x1 and 64x64x3 cannot be compared.',
  );
  expect(differentData(of('b', 'mnist/test', 28), first)).toBe(
    'first and b use different data (mnist-10k, mnist). Choose one with --data.',
  );
  expect(differentData(of('b', 'mnist-10k/test', 64), first)).toBe(
    'first and b take images of 28x28x1 and 64x64x3, which cannot be compared.',
  );
});

it('exports into no run, whose model the files would pass for', async () => {
  const cwd = workFolder();
  fs.writeFileSync(path.join(cwd, 'config.json'), '{}');
  const exported = exportCommand.run(['mnist-vae'], { to: 'onnx', out: '.' }, recordedIo({ cwd }));
  await expect(exported).rejects.toThrow('. is a run:');
  expect(fs.readdirSync(cwd)).toEqual(['config.json']);
});

it('says of a trainer that was killed what may have been the reason', () => {
  expect(describeEarlyEnd(null, 'SIGKILL')).toMatchObject({
    code: 'out-of-memory',
    message: expect.stringContaining('a smaller --limit or --batch') as string,
  });
  expect(describeEarlyEnd(3, null).message).toContain('exit code 3');
});

it('takes a GPU for no slip of another engine’s name', () => {
  for (const name of ['gpu', 'CUDA']) {
    expect(() => refuseHardware(name)).toThrow('then --engine tfjs-node-gpu. See: speil doctor');
  }
  expect(() => refuseHardware('cpu')).not.toThrow();
});

it('refuses a number of threads that is none, instead of doing without the fast engine', () => {
  expect(() => refuseThreads({ SPEIL_THREADS: 'abc' })).toThrow(UsageError);
  expect(() => refuseThreads({ SPEIL_THREADS: '2' })).not.toThrow();
});

it('says figures in the words of the field, and of a plain autoencoder only what it has', () => {
  const figures = { elbo: -90.5, kl: 6, iwBound: -89, activeUnits: 20, mse: 0.01, examples: 50 };
  const of = { data: 'a/test', samples: 5, latent: 32 };
  expect(describeFigures(figures, { ...of, variational: true })).toEqual([
    'a/test',
    'ELBO                 -90.500 nats per example',
    'KL                     6.000 nats per example',
    'IWAE bound (k=5)     -89.000 nats per example',
    'active units              20 of 32 latent dimensions',
    'MSE                  0.01000 per pixel',
    'examples                  50',
  ]);
  expect(describeFigures(figures, { ...of, variational: false }).join()).not.toMatch(
    /ELBO|KL|IWAE/u,
  );
});

it('needs a recipe, and a folder to go on with', async () => {
  await expect(trainRequest(undefined, {}, { cwd: '/', warn })).rejects.toThrow(UsageError);
  await expect(trainRequest(undefined, { resume: true }, { cwd: '/', warn })).rejects.toThrow(
    '--out DIR --resume',
  );
});
