/** `tools/models/make.mjs`: a package of a model, or one line that says why not and nothing left behind. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelSpecSchema } from '@speil/api';
import { makeFolder } from '@speil/api/node';
import { modelFiles } from '@speil/core';
import { declareModel } from '@speil/core/spec';
import { initialVariables } from '@speil/core/training';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attempt, root } from './workspace.js';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'speil-make-'));
  await writeModel(join(dir, 'colour'), 'image');
  await writeModel(join(dir, 'music'), 'music');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const make = (...args: readonly string[]) =>
  attempt(process.execPath, [join(root, 'tools/models/make.mjs'), ...args], dir);

/** A model of 8 x 8 values of three channels, as a folder. */
async function writeModel(folder: string, codec: string): Promise<void> {
  const spec = modelSpecSchema.parse({
    name: codec,
    family: 'ae',
    codec: { id: codec, shape: [8, 8, 3] },
    latentShape: [2],
    architecture: {
      encoder: [{ type: 'flatten' }],
      decoder: [
        { type: 'dense', units: 192 },
        { type: 'reshape', shape: [8, 8, 3] },
      ],
    },
    bottleneck: { kind: 'deterministic', size: 2 },
    objective: { likelihood: { kind: 'bernoulli' } },
  });
  makeFolder(folder);
  const files = modelFiles(spec, initialVariables(declareModel(spec).variables, 1));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
}

it('packs a model: weights in half precision, goldens, and no file besides', async () => {
  const shipped = join(root, 'packages/models/mnist-ae-2d');
  const { code, stdout } = await make(shipped, 'packed');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^packed: \d+ bytes of weights from /u);
  expect(readdirSync(join(dir, 'packed')).sort()).toEqual([
    'golden.json',
    'model.json',
    'weights.safetensors',
  ]);
});

it.each([
  ['nothing', [], /^make\.mjs: Expected a run or model folder and a package folder\.$/u],
  [
    'what is not there',
    ['nowhere', 'refused'],
    /^make\.mjs: nowhere is neither a run nor a model: it has no checkpoints and no model\.json\.$/u,
  ],
  [
    'a model of music',
    ['music', 'refused'],
    /^make\.mjs: music is a model of 'music': this tool packs pictures\. Music: tools\/models\/make-music\.mjs\.$/u,
  ],
  [
    'pictures of another size',
    ['colour', 'refused'],
    /^make\.mjs: colour makes pictures of 8x8x3: goldens are made of the embedded digits, 28x28x1\.$/u,
  ],
])(
  'of %s it says in one line why it makes no package, and leaves nothing',
  async (_, args, line) => {
    const { code, stdout, stderr } = await make(...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trimEnd()).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(join(dir, 'refused'))).toBe(false);
  },
);
