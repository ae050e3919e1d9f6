/** `speil pack`: writes the package of a model, or says in one line why it cannot and writes nothing. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type RunConfig } from '@speil/api';
import { recipes as pictureRecipes } from '@speil/images/recipes';
import { recipes as musicRecipes } from '@speil/music/recipes';
import { modelFiles } from '@speil/core';
import { declareModel } from '@speil/core/spec';
import { initialVariables } from '@speil/core/training';
import { runPaths, saveCheckpoint } from '@speil/runs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordedIo } from '../../testing/io.js';
import { main } from '../../main.js';
import { writeModel } from '../../testing/models.js';

let dir: string;
beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-package-'));
  writeModel(dir, 'colour', {}, [8, 8, 3]);
  writeModel(dir, 'other', { codec: { id: 'sound', shape: [28, 28, 1] } });
});
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

async function packageModel(...args: readonly string[]) {
  const io = recordedIo({ cwd: dir });
  const code = await main(['pack', ...args], io);
  return { code, out: io.lines.out.join('\n'), err: io.lines.err.join('\n') };
}

const shipped = path.resolve(import.meta.dirname, '../../../../../packages/models/mnist-ae-2d');

it('writes the model, its weights in half precision, golden outputs, card and checksums, and no other file', async () => {
  const { code, out } = await packageModel(
    shipped,
    '-o',
    'packed',
    '--license',
    'cc-by-sa-3.0',
    '--limit',
    '0',
  );
  expect(code).toBe(0);
  expect(out).toMatch(/^packed: \d+ bytes of weights from /u);
  expect(fs.readdirSync(path.join(dir, 'packed')).sort()).toEqual([
    'README.md',
    'SHA256SUMS',
    'golden.json',
    'index.d.ts',
    'index.js',
    'model.json',
    'package.json',
    'recipe.json',
    'weights.safetensors',
  ]);
  // The files are the same as those that were published, but for the engines of this machine.
  const bytesOf = (folder: string, file: string) => fs.readFileSync(path.join(folder, file));
  const packed = path.join(dir, 'packed');
  expect(bytesOf(packed, 'weights.safetensors')).toEqual(bytesOf(shipped, 'weights.safetensors'));
  const golden = (folder: string) =>
    JSON.parse(bytesOf(folder, 'golden.json').toString()) as { engines: { engine: string }[] };
  // An engine may add in another order than the one that the published outputs came from.
  const reference = (folder: string): { form: object; numbers: readonly number[] } => {
    const numbers: number[] = [];
    const text = JSON.stringify({ ...golden(folder), engines: [] });
    const form = JSON.parse(text, (_, value: unknown) => {
      if (typeof value === 'number') numbers.push(value);
      return typeof value === 'number' ? 0 : value;
    }) as object;
    return { form, numbers };
  };
  const [ours, published] = [reference(packed), reference(shipped)];
  expect(ours.form).toEqual(published.form);
  const apart = ours.numbers.map((number, i) => Math.abs(number - published.numbers[i]!));
  expect(Math.max(...apart)).toBeLessThan(1e-3);
  const names = golden(packed).engines.map(({ engine }) => engine);
  expect(names).toEqual(expect.arrayContaining(['wasm', 'cpu']));
});

it('makes golden outputs of rendered scenes for pictures whose shape differs from the embedded digits’', async () => {
  const { code } = await packageModel('colour', '-o', 'packed-colour', '--license', 'mit');
  expect(code).toBe(0);
  const text = fs.readFileSync(path.join(dir, 'packed-colour', 'golden.json'), 'utf8');
  const golden = JSON.parse(text) as { dataset: { id: string }; decoded: number[][] };
  expect(golden.dataset.id).toBe('scenes/test');
  expect(golden.decoded.map(({ length }) => length)).toEqual([192, 192, 192, 192, 192]);
});

/** Writes a run with two checkpoints of untrained models. The newer one is damaged. */
function damagedRun(name: string, recipe: RunConfig['recipe'], data: string): void {
  const folder = path.join(dir, name);
  const { checkpoints, config } = runPaths(folder);
  fs.mkdirSync(folder);
  for (const step of [1, 2]) {
    const variables = initialVariables(declareModel(recipe.model).variables, step);
    const files = modelFiles(recipe.model, variables);
    saveCheckpoint(checkpoints, { step, files }, { best: false });
  }
  fs.truncateSync(path.join(checkpoints, 'step-000002', 'weights.safetensors'), 100);
  const record = { id: `${data}/train`, fingerprint: '0'.repeat(64), size: 1 };
  fs.writeFileSync(
    config,
    JSON.stringify({
      format: 'speil-run',
      formatVersion: 1,
      recipe,
      data: { name: data, train: record, validation: null },
      engine: 'cpu',
      created: new Date(0).toISOString(),
      speil: '0.1.0',
    } satisfies RunConfig),
  );
}

it.each([
  ['pictures', pictureRecipes.find(({ name }) => name === 'mnist-ae-2d')!, 'mnist-10k'],
  ['music', musicRecipes.find(({ name }) => name === 'drums-2bar')!, 'generated'],
] as const)(
  'takes the newest sound checkpoint of a run of %s, with its recipe',
  async (what, recipe, data) => {
    damagedRun(`run-${what}`, recipe, data);
    const { code, out, err } = await packageModel(
      `run-${what}`,
      '-o',
      `packed-${what}`,
      '--license',
      'cc-by-4.0',
    );
    expect(err).toMatch(/step-000002.*An earlier one is used\./u);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/bytes of weights from .*step-000001$/u),
    ]);
    const files = fs.readdirSync(path.join(dir, `packed-${what}`));
    expect(files).toEqual(expect.arrayContaining(['golden.json', 'recipe.json']));
    const written = fs.readFileSync(path.join(dir, `packed-${what}`, 'recipe.json'), 'utf8');
    expect(written).toBe(`${JSON.stringify(recipe, null, 2)}\n`);
  },
  180_000,
);

it.each([
  ['nothing', [], 2, /missing required argument 'model'/u],
  ['what does not exist', ['nowhere', '-o', 'refused'], 2, /^speil: Unknown model 'nowhere'\./u],
  [
    'a model whose data have no licence',
    ['colour', '-o', 'refused'],
    2,
    /^speil: A published model needs a licence\..*name one with --license, such as --license cc-by-4\.0\.$/u,
  ],
  [
    'a licence that does not exist',
    ['colour', '-o', 'refused', '--license', 'cc-by-4'],
    2,
    /^speil: --license must be an SPDX id.*Received: 'cc-by-4'\. Did you mean 'cc-by-4\.0'\?$/u,
  ],
  [
    'a model of another domain',
    ['other', '-o', 'refused', '--license', 'mit'],
    1,
    /^speil: other must be a model of pictures or of music\. Received: codec 'sound'\.$/u,
  ],
])(
  'says in one line why there is no package, and writes nothing: %s',
  async (_, args, exit, line) => {
    const { code, out, err } = await packageModel(...args);
    expect([code, out]).toEqual([exit, '']);
    expect(err).toMatch(line);
    expect(err.split('\n')).toHaveLength(1);
    expect(fs.existsSync(path.join(dir, 'refused'))).toBe(false);
  },
);

it('publishes no path of the data', async () => {
  const recipe = pictureRecipes.find(({ name }) => name === 'mnist-ae-2d')!;
  damagedRun(
    'run-private',
    { ...recipe, dataset: { name: path.join(dir, 'my photos') } },
    path.join(dir, 'my photos'),
  );
  const { code } = await packageModel('run-private', '-o', 'packed-private', '--license', 'mit');
  expect(code).toBe(0);
  for (const file of fs.readdirSync(path.join(dir, 'packed-private'))) {
    expect(fs.readFileSync(path.join(dir, 'packed-private', file), 'latin1')).not.toContain(dir);
  }
  const packed = fs.readFileSync(path.join(dir, 'packed-private', 'recipe.json'), 'utf8');
  expect((JSON.parse(packed) as { dataset: object }).dataset).toEqual({ name: 'my photos' });
});

it('asks for a folder for the package of a run', async () => {
  const { code, err } = await packageModel('run-pictures');
  expect([code, err.split('\n').at(-1)]).toEqual([
    2,
    expect.stringMatching(/Name a folder .* with -o/u),
  ]);
});

it('keeps the person’s own text of a card, and brings its facts and checksums up to date', async () => {
  const card = path.join(dir, 'packed-colour', 'README.md');
  const before = fs.readFileSync(card, 'utf8');
  fs.writeFileSync(
    card,
    before
      .replace('license: mit', 'license: mit\nlanguage: nb')
      .replace(/## Limitations[^]*/u, '## Limitations\n\nIt only knows noise.\n'),
  );
  expect((await packageModel('packed-colour')).code).toBe(0);
  const io = recordedIo({ cwd: dir });
  expect(await main(['verify', './packed-colour', '--engine', 'wasm'], io)).toBe(0);
  const again = await packageModel('colour', '-o', 'packed-colour', '--license', 'cc-by-4.0');
  expect(again.code).toBe(0);
  const after = fs.readFileSync(card, 'utf8');
  expect(after).toMatch(/^---\nlicense: cc-by-4\.0\nlanguage: nb\n/u);
  expect(after).toContain('It only knows noise.');
  expect(after.match(/speil:facts/gu)).toHaveLength(2);
});

it('removes what an earlier packing wrote and this one does not, and keeps a licence', async () => {
  const at = (file: string): string => path.join(dir, 'packed-again', file);
  const args = ['colour', '-o', 'packed-again', '--license', 'mit', '--limit', '0'];
  expect((await packageModel(...args)).code).toBe(0);
  for (const file of ['training.json', 'LICENSE', 'notes.txt']) fs.writeFileSync(at(file), 'old');
  expect((await packageModel(...args)).code).toBe(0);
  expect(['training.json', 'LICENSE', 'notes.txt'].map((file) => fs.existsSync(at(file)))).toEqual([
    ...[false, true, true],
  ]);
  const io = recordedIo({ cwd: dir });
  expect(await main(['verify', './packed-again', '--engine', 'wasm'], io)).toBe(0);
});

it('leaves the package of something else alone', async () => {
  const folder = path.join(dir, 'app');
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'package.json'), '{"name":"app"}');
  const { code, err } = await packageModel('colour', '-o', 'app', '--license', 'mit');
  expect([code, err]).toEqual([2, expect.stringMatching(/is a package of something else/u)]);
  expect(fs.readdirSync(folder)).toEqual(['package.json']);
});

it('refuses a card without a licence when its checksums are renewed', async () => {
  const card = path.join(dir, 'packed', 'README.md');
  fs.writeFileSync(card, '# A model\n');
  const { code, err } = await packageModel('./packed');
  expect(code).toBe(1);
  expect(err).toMatch(/README\.md must name a licence in its front matter/u);
  expect(fs.readFileSync(card, 'utf8')).toBe('# A model\n');
});
