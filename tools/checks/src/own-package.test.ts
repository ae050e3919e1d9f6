/**
 * A package that create-speil has written: its tests pass at once, it trains, its model is packed and verified, and its
 * longer tests pass then. The packages of this repository are linked into it, so that nothing is downloaded.
 */
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recipeSchema } from '@speil/api';
import { countParameters } from '@speil/core/spec';
import { namedDatasets } from '@speil/images/node';
import { createPackage, datasets, families } from 'create-speil';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attempt, root, run } from './workspace.js';

const bin = (name: string): string => join(root, 'node_modules/.bin', name);
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'speil-own-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('the datasets that create-speil knows', () => {
  it.each(Object.entries(datasets))('%s agrees with the catalogue', (name, { shape, licence }) => {
    expect(namedDatasets.find((one) => one.name === name)).toMatchObject({ shape, licence });
  });
});

const combinations = Object.keys(datasets).flatMap((data) =>
  families.map((family) => [`${data}-${family}`, data, family] as const),
);

describe('a recipe of create-speil', () => {
  it.each(combinations)('%s is valid, and its model small enough for a page', async (...args) => {
    const [name, data, family] = args;
    createPackage({ name, data, family }, dir);
    const { recipes } = (await import(join(dir, name, 'recipes/index.mjs'))) as {
      recipes: readonly unknown[];
    };
    const { model } = recipeSchema.parse(recipes[0]);
    expect(2 * countParameters(model)).toBeLessThanOrEqual(600_000);
  });
});

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
    const settings = ['--config', join(root, '.prettierrc.json'), '--ignore-path', '/dev/null'];
    await run(bin('prettier'), ['--check', ...settings, '.'], home);
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
