import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bin, lastJson, speil, workFolder } from './harness.js';

const trace = fileURLToPath(new URL('./trace-modules.mjs', import.meta.url));

/** The modules that a command loads. */
function modulesOf(args: readonly string[]): string {
  const cwd = workFolder();
  const file = path.join(cwd, 'modules');
  const { status } = spawnSync(process.execPath, ['--import', trace, bin, ...args], {
    cwd,
    env: { ...process.env, SPEIL_TRACE: file },
  });
  expect(status).toBe(0);
  return fs.readFileSync(file, 'utf8');
}

describe('fast commands', () => {
  it.each([
    ['--help'],
    ['recipes'],
    ['runs'],
    ['train', '--help'],
    ['bench', '--help'],
    ['sample', '--help'],
    ['extract', '--help'],
  ])('load neither tfjs nor the dashboard: speil %s', (...args) => {
    const modules = modulesOf(args);
    expect(modules).toContain('/commander/');
    expect(modules).not.toMatch(/node_modules\/(@tensorflow|@magenta|ink|react)\//u);
  });

  it('for pictures do not load the libraries of music', () => {
    const modules = modulesOf(['sample', 'mnist-vae', '-n', '1', '-o', 'out']);
    expect(modules).toContain('/@tensorflow/');
    expect(modules).not.toMatch(/node_modules\/(@magenta|tonal|abcjs)\//u);
  });

  it('render notes without loading tfjs, since they need no model', () => {
    const cwd = workFolder();
    const song = path.join(cwd, 'song.abc');
    fs.writeFileSync(song, 'X:1\nK:C\nCDEF|\n');
    const modules = modulesOf(['render', song, '-o', path.join(cwd, 'song.wav')]);
    expect(modules).toContain('/abcjs/');
    expect(modules).not.toMatch(/node_modules\/(@tensorflow|@magenta|ink|react)\//u);
  });

  it('differ from those that compute: doctor loads tfjs', () => {
    expect(modulesOf(['doctor'])).toContain('/@tensorflow/');
  });
});

it('lists recipes for people and for programs', async () => {
  const cwd = workFolder();
  const people = await speil(cwd, ['recipes']);
  expect(people.stdout).toContain('mnist-dense-vae');
  const recipes = lastJson(await speil(cwd, ['recipes', '--json']));
  expect(recipes).toContainEqual({
    name: 'mnist-dense-vae',
    domain: 'images',
    family: 'vae',
    dataset: 'mnist',
    // The sum of 784*400+400, twice 400*20+20, 20*400+400 and 400*784+784.
    parameters: 652_824,
    title: expect.stringContaining('digits') as string,
  });
  const { stdout } = await speil(cwd, ['recipes', 'dense', 'FASHION']);
  expect(stdout).toContain('fashion-dense-vae');
  expect(stdout).not.toContain('mnist-dense-vae');
});

it('lists the recipes of a package that declares them, and takes a recipe from a file', async () => {
  const cwd = workFolder();
  const own = path.join(cwd, 'node_modules', 'their-recipes');
  fs.mkdirSync(own, { recursive: true });
  const source = (name: string): string => `
    const dense = { type: 'dense', units: 784 };
    export default {
      name: '${name}', title: 'Of somebody else', domain: 'images', dataset: { name: 'mnist-10k' },
      model: { name: '${name}', family: 'ae', codec: { id: 'image', shape: [28, 28, 1] }, latentShape: [4],
        architecture: { encoder: [{ type: 'flatten' }], decoder: [dense, { type: 'reshape', shape: [28, 28, 1] }] },
        bottleneck: { kind: 'deterministic', size: 4 }, objective: { likelihood: { kind: 'mse' } } },
      training: { epochs: 1 },
    };`;
  fs.writeFileSync(path.join(own, 'recipes.js'), source('theirs'));
  fs.writeFileSync(
    path.join(own, 'package.json'),
    JSON.stringify({
      name: 'their-recipes',
      type: 'module',
      exports: { './recipes': './recipes.js' },
      speil: { recipes: './recipes' },
    }),
  );
  fs.writeFileSync(
    path.join(cwd, 'package.json'),
    JSON.stringify({ dependencies: { 'their-recipes': '*' } }),
  );
  fs.writeFileSync(path.join(cwd, 'mine.mjs'), source('mine'));
  expect((await speil(cwd, ['recipes'])).stdout).toContain('theirs');
  for (const recipe of ['theirs', './mine.mjs']) {
    const trained = await speil(cwd, ['train', recipe, '--limit', '128', '--no-tui', '--json']);
    expect(trained.stderr).not.toContain('speil:');
    expect(trained.code).toBe(0);
    expect(lastJson(trained)).toMatchObject({ steps: 1, epochs: 1 });
  }
});

it('ends without an error if the reader closes the pipe early', () => {
  const { stdout, stderr, status } = spawnSync(
    'sh',
    ['-c', `${process.execPath} ${bin} --help | head -n 1`],
    { encoding: 'utf8' },
  );
  expect({ stdout, stderr, status }).toEqual({
    stdout: 'Usage: speil [options] [command]\n',
    stderr: '',
    status: 0,
  });
});

it('prints its help in plain ASCII if the terminal has no Unicode', async () => {
  const { stdout } = await speil(workFolder(), ['train', '--help'], { env: { LC_ALL: 'C' } });
  expect(stdout).toContain("a recipe's name");
  expect(stdout).toMatch(/^[\x20-\x7e\n]*$/u);
});

it('lists which engines work on this machine', async () => {
  const doctor = lastJson(await speil(workFolder(), ['doctor', '--json'])) as {
    engines: { name: string; available: boolean; reason: string; selfTest: number | null }[];
    chosen: string;
  };
  const cpu = doctor.engines.find(({ name }) => name === 'cpu');
  expect(cpu).toMatchObject({ available: true, reason: '' });
  expect(cpu?.selfTest).toBeLessThan(1e-3);
  const webgl = doctor.engines.find(({ name }) => name === 'webgl');
  expect(webgl).toMatchObject({ available: false, selfTest: null });
  expect(doctor.engines.find(({ name }) => name === doctor.chosen)?.available).toBe(true);
});

it('lists datasets and where they are', async () => {
  const rows = lastJson(await speil(workFolder(), ['data', '--json'])) as {
    name: string;
    place: string | null;
  }[];
  expect(rows.find(({ name }) => name === 'mnist-10k')?.place).not.toBeNull();
  expect(rows.map(({ name }) => name)).toContain('groove');
});

it.each([
  [['--frobnicate'], '--frobnicate'],
  [['trian'], 'train'],
  [['train', 'mnist-vae', '--epochs', 'many'], 'whole number'],
  [['grid', 'mnist-vae'], '--out'],
  [['train'], 'Name a recipe'],
])('exits with 2 for an invalid command line: speil %j', async (args, hint) => {
  const { code, stderr, stdout } = await speil(workFolder(), args);
  expect(code).toBe(2);
  expect(stderr).toContain(hint);
  expect(stdout).toBe('');
});
