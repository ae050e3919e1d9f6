/**
 * A package that create-speil has written: its tests pass at once, it trains, its model is packed and verified, and its
 * longer tests pass then. The packages of this repository are linked into it, so that nothing is downloaded.
 */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recipeSchema, type Recipe } from '@speil/api';
import { loadEngine } from '@speil/core';
import { countParameters } from '@speil/core/spec';
import { encodePng } from '@speil/images';
import { inspectDataset, namedDatasets, openDataset } from '@speil/images/node';
import { fittedFamilies } from '@speil/images/recipes';
import { checkOptions, createPackage, datasets, families } from 'create-speil';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainBriefly } from './recipe-models.js';
import { attempt, fencedBlocks, root, run } from './workspace.js';

const bin = (name: string): string => join(root, 'node_modules/.bin', name);
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'speil-own-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('the datasets that create-speil knows', () => {
  it.each(Object.entries(datasets))('%s agrees with the catalogue', (name, known) => {
    const { shape, classes, licence } = known;
    const named = namedDatasets.find((one) => one.name === name);
    expect(named).toMatchObject({ shape, licence });
    expect(named!.classNames).toHaveLength(classes);
  });
});

describe('the families that create-speil knows', () => {
  it('are those that are fitted to pictures', () => {
    expect([...families].sort()).toEqual(Object.keys(fittedFamilies).sort());
  });

  it.each([
    ['train/cats/1.png', 'train/dogs/1.png', 'test/birds/1.png'],
    ['cats/1.png', 'dogs/1.png', 'empty/a.txt'],
    ['train/cats/1.png', 'train/dogs/1.png', 'cover/1.png'],
    ['loose.png', 'cats/1.png'],
    ['loose.png'],
  ])('have as many classes as the dataset in a folder with %j', async (...names) => {
    const photos = await mkdtemp(join(dir, 'photos-'));
    const pixels = new Uint8Array(64);
    const png = encodePng({ width: 8, height: 8, channels: 1, pixels });
    for (const name of names) {
      await mkdir(join(photos, name, '..'), { recursive: true });
      await writeFile(join(photos, name), png);
    }
    const { classes } = checkOptions({ name: 'classes', data: photos }, dir);
    expect(classes).toBe((await inspectDataset(photos, {})).classes);
  });
});

const combinations = Object.keys(datasets).flatMap((data) =>
  families.map((family) => [`${data}-${family}`, data, family] as const),
);

async function recipeIn(folder: string): Promise<Recipe> {
  const { recipes } = (await import(join(folder, 'recipes/index.mjs'))) as {
    recipes: readonly unknown[];
  };
  return recipeSchema.parse(recipes[0]);
}

describe('a recipe of create-speil', () => {
  it.each(combinations)('%s is valid, and its model small enough for a page', async (...args) => {
    const [name, data, family] = args;
    createPackage({ name, data, family }, dir);
    const { model } = await recipeIn(join(dir, name));
    expect(2 * countParameters(model)).toBeLessThanOrEqual(600_000);
  });

  it.each(['8', '16', '96x64', '128', '256'])(
    'for pictures of %s pixels has a model that is small enough for a page',
    async (size) => {
      createPackage({ name: `vae-${size}`, data: 'scenes', size }, dir);
      const { model } = await recipeIn(join(dir, `vae-${size}`));
      expect(2 * countParameters(model)).toBeLessThanOrEqual(600_000);
    },
  );

  it.each(families)('%s has a network that learns in eight steps', async (family) => {
    createPackage({ name: `learning-${family}`, data: 'mnist-10k', family }, dir);
    const recipe = await recipeIn(join(dir, `learning-${family}`));
    const data = await openDataset('mnist-10k', { split: 'train', limit: 256 });
    const { losses } = await trainBriefly(recipe, data, await loadEngine('wasm'));
    expect(losses.at(-1)!).toBeLessThan(0.985 * losses[0]!);
  });
});

describe('the packages of all families', () => {
  it('are formatted, and pass their tests', async () => {
    const home = join(dir, 'families');
    await mkdir(home);
    for (const family of families) createPackage({ name: family, data: 'mnist-10k', family }, home);
    await symlink(join(root, 'node_modules'), join(home, 'node_modules'));
    await run(bin('prettier'), ['--check', ...formatting, ...families], home);
    const patience = ['--testTimeout=300000', '--hookTimeout=300000', '--no-file-parallelism'];
    const { code, stdout } = await attempt(
      bin('vitest'),
      ['run', '--reporter=json', '--no-isolate', ...patience],
      home,
      { CI: 'true' },
    );
    const { numPassedTests, numFailedTests } = JSON.parse(stdout) as Counts;
    expect({ numPassedTests, numFailedTests }).toEqual({
      numPassedTests: 11 * families.length,
      numFailedTests: 0,
    });
    expect(code).toBe(0);
  });
});

/** Options of prettier outside of the repository. */
const formatting = ['--config', join(root, '.prettierrc.json'), '--ignore-path', '/dev/null'];

describe('a package of create-speil', () => {
  let home: string;
  const test = () => attempt(bin('vitest'), ['run', '--reporter=json'], home, { CI: 'true' });
  const counts = (stdout: string): unknown => {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(stdout) as Counts;
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
  };
  beforeAll(async () => {
    home = join(dir, 'digits');
    // By its command, as npm create runs it.
    const command = join(root, 'packages/create-speil/bin/create-speil.js');
    await run(process.execPath, [command, 'digits', '--data', 'mnist-10k'], dir);
    await symlink(join(root, 'node_modules'), join(home, 'node_modules'));
  });

  it('is formatted as prettier formats it', async () => {
    await run(bin('prettier'), ['--check', ...formatting, '.'], home);
  });

  it('keeps out of git what its scripts and its tutorial write', async () => {
    const { scripts } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const tutorial = await readFile(join(root, 'docs/tutorials/own-model.md'), 'utf8');
    const commands = [...Object.values(scripts), ...fencedBlocks(tutorial, 'sh')].join('\n');
    const written = [...commands.matchAll(/ (?:-o|--out) ([\w-]+)/gu)].map((match) => match[1]!);
    expect(written).toEqual(expect.arrayContaining(['runs', 'pairs', 'samples']));
    const ignored = (await readFile(join(home, '.gitignore'), 'utf8')).split('\n');
    expect(ignored).toEqual(expect.arrayContaining(written.map((name) => `${name}/`)));
  });

  it('passes its tests before a training, without those of the model', async () => {
    const { code, stdout } = await test();
    expect(counts(stdout)).toEqual({ passed: 11, failed: 0, skipped: 9 });
    expect(code).toBe(0);
  });

  it('fails its tests if the networks do not fit together', async () => {
    const file = join(home, 'recipes/index.mjs');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('shape: [7, 7, 32]', 'shape: [7, 7, 31]'));
    const { code, stdout } = await test();
    await writeFile(file, text);
    expect(code).toBe(1);
    expect(stdout).toContain('1568');
  });

  it('trains, packs and verifies its model, whose tests pass then', async () => {
    const { scripts } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as {
      scripts: Record<'train' | 'pack' | 'verify', string>;
    };
    const speil = (script: string, ...more: string[]): Promise<string> => {
      const [command, ...args] = script.split(' ');
      return run(bin(command!), [...args, ...more], home);
    };
    await speil(scripts.train, '--limit', '128', '--epochs', '1', '--no-tui');
    await speil(scripts.pack);
    expect(await speil(scripts.verify)).toContain('computes its golden outputs on this machine.');
    const { code, stdout } = await test();
    expect(counts(stdout)).toEqual({ passed: 20, failed: 0, skipped: 0 });
    expect(code).toBe(0);
  });
});

interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}
