/** `speil package`: writes the files of a published model, or says in one line why it cannot and writes nothing. */
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
  const code = await main(['package', ...args], io);
  return { code, out: io.lines.out.join('\n'), err: io.lines.err.join('\n') };
}

const shipped = path.resolve(import.meta.dirname, '../../../../../packages/models/mnist-ae-2d');

it('writes the model, its weights in half precision and golden outputs, and no other file', async () => {
  const { code, out } = await packageModel(shipped, 'packed');
  expect(code).toBe(0);
  expect(out).toMatch(/^packed: \d+ bytes of weights from /u);
  expect(fs.readdirSync(path.join(dir, 'packed')).sort()).toEqual([
    'golden.json',
    'model.json',
    'weights.safetensors',
  ]);
  // The files are the same as those that were published.
  for (const file of ['weights.safetensors', 'golden.json']) {
    expect(fs.readFileSync(path.join(dir, 'packed', file))).toEqual(
      fs.readFileSync(path.join(shipped, file)),
    );
  }
});

it('makes golden outputs of rendered scenes for pictures whose shape differs from the embedded digits’', async () => {
  const { code } = await packageModel('colour', 'packed-colour');
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
    const { code, out, err } = await packageModel(`run-${what}`, `packed-${what}`);
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
  ['what does not exist', ['nowhere', 'refused'], 2, /^speil: Unknown model 'nowhere'\./u],
  [
    'a model of another domain',
    ['other', 'refused'],
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
