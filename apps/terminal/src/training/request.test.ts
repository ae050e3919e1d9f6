import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { UsageError } from '../io/exit.js';
import { trainRequest } from './request.js';
import { workFolder } from '../testing/work-folder.js';

const warn = (line: string): void => expect.fail(line);

it('turns the options into a request to the trainer', async () => {
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
  // --set takes precedence.
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

it('resolves a folder to its full path, and keeps the name of a dataset of any domain', async () => {
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

it('has no fallback for data that the command names', async () => {
  const { data } = await trainRequest(
    'mnist-vae',
    { data: 'kmnist', dataDir: 'd' },
    { cwd: '/home', warn },
  );
  expect(data).toEqual({ name: 'kmnist', dir: path.resolve('/home', 'd') });
});

it('rejects a model whose parts do not fit before it starts a trainer', async () => {
  const set = ['model.codec.shape=[32,32,1]'];
  await expect(
    trainRequest('mnist-conv-ae', { set, out: 'a' }, { cwd: workFolder(), warn }),
  ).rejects.toThrow("must end in the codec's shape");
});

it('needs a recipe or, to resume, a folder', async () => {
  await expect(trainRequest(undefined, {}, { cwd: '/', warn })).rejects.toThrow(UsageError);
  await expect(trainRequest(undefined, { resume: true }, { cwd: '/', warn })).rejects.toThrow(
    '--out DIR --resume',
  );
});
