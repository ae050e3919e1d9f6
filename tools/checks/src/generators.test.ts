/**
 * Every generator of `@speil/create`, in one copy of the repository: what it writes has correct types, passes lint and
 * its tests, and these tests fail when the code is wrong. The working tree is never changed.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyRepository } from '../../lib/copy-repository.mjs';
import { attempt, root, run } from './workspace.js';

const env = {
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_NO_CLOUD: 'true',
  NX_ISOLATE_PLUGINS: 'false',
};
const bin = (name: string): string => join(root, 'node_modules/.bin', name);

/** The files that a generator adds or changes, from the folder of its work. */
const generated = {
  command: [
    'apps/terminal/src/commands/tools/new-command.ts',
    'apps/terminal/src/commands/tools/new-command.test.ts',
    'apps/terminal/src/program.ts',
  ],
  likelihood: [
    'packages/api/src/schemas/objective.ts',
    'packages/core/src/likelihoods/new-likelihood.ts',
    'packages/core/src/likelihoods/likelihoods.ts',
    'packages/core/src/likelihoods/likelihoods.test.ts',
    'packages/core/src/model-spec/likelihoods.ts',
    'packages/core/src/export/tfjs.test.ts',
    'packages/core/src/testing/families.ts',
  ],
  recipe: ['packages/images/src/recipes/plain.ts', 'packages/images/src/recipes/recipes.test.ts'],
  dataset: [
    'packages/images/src/datasets/new-dataset.ts',
    'packages/images/src/datasets/new-dataset.test.ts',
    'packages/images/src/datasets/formats.ts',
  ],
  codec: [
    'packages/images/src/pictures/new-codec-codec.ts',
    'packages/images/src/pictures/new-codec-codec.test.ts',
  ],
  scene: [
    'apps/playground/src/scenes/new-scene/controller/state.ts',
    'apps/playground/src/scenes/new-scene/controller/state.test.ts',
    'apps/playground/src/scenes/new-scene/controller/link.ts',
    'apps/playground/src/scenes/new-scene/controller/link.test.ts',
  ],
  model: [
    ...['package.json', 'README.md', 'LICENSE', 'tsconfig.json', 'tsconfig.lib.json'].map(
      (file) => `packages/models/new-model/${file}`,
    ),
    'packages/models/new-model/src/index.ts',
    'apps/terminal/package.json',
    'tools/release/sizes.json',
    'tsconfig.json',
  ],
} as const;

/** The tests of what was generated, by project. */
const tests: Readonly<Record<string, readonly string[]>> = {
  'apps/terminal': ['new-command.test'],
  // Only those of the new likelihood: the others are tests of core.
  'packages/core': [
    ...['likelihoods.test', 'tfjs.test', 'families.test'],
    ...['-t', 'new-likelihood|newLikelihood'],
  ],
  'packages/images': ['recipes.test', 'new-dataset.test', 'formats.test', 'new-codec-codec.test'],
  'apps/playground': ['new-scene'],
};

/** A wrong line for each generator whose output has a test, which must find it. */
const mistakes: readonly (readonly [file: string, from: string, to: string])[] = [
  [generated.command[0], 'content.length', 'file.length'],
  [generated.likelihood[1], 'Math.log(scale)', 'scale'],
  [
    generated.recipe[0],
    "{ type: 'dense', units: 64, activation: 'relu' }",
    "{ type: 'dense', units: 63 }",
  ],
  [generated.dataset[0], 'pixels.length % size !== 0', 'pixels.length < 0'],
  [generated.codec[0], 'byte / 127.5 - 1', 'byte / 127'],
  [generated.scene[0], 'state.cursor.x + event.by.x', 'event.by.x'],
];

describe('the generators', () => {
  let copy: string;
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.invalid', ...args], copy);
  const generate = (name: string, thing: string) =>
    attempt(bin('nx'), ['g', `@speil/create:${name}`, thing, '--no-interactive'], copy, env);
  const generateNew = async (name: string): Promise<void> => {
    const { code, stdout, stderr } = await generate(name, `new-${name}`);
    if (code !== 0) throw new Error(`${name}: ${stdout}\n${stderr}`);
  };
  const vitest = (project: string, ...args: string[]) =>
    attempt(bin('vitest'), ['run', '--reporter=json', ...args], join(copy, project));
  const files = Object.values(generated).flat();

  beforeAll(async () => {
    copy = join(await mkdtemp(join(tmpdir(), 'speil-generators-')), 'repository');
    copyRepository(copy);
    await git('init', '--quiet');
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'Start');
    for (const name of Object.keys(generated)) {
      // It changes @speil/api, on which everything depends: the others are compiled first.
      if (name !== 'likelihood') await generateNew(name);
    }
  });
  afterAll(() => rm(join(copy, '..'), { recursive: true, force: true }));

  it('write code with correct types', async () => {
    const others = Object.keys(tests).filter((project) => project !== 'packages/core');
    await run(bin('tsc'), ['-b', 'packages/models/new-model', ...others], copy);
    await generateNew('likelihood');
    await run(bin('tsc'), ['-b', 'packages/core'], copy);
  });

  it('write and change the files that their checklists name, and no other', async () => {
    const status = await git('status', '--porcelain', '--untracked-files=all');
    const changed = status
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(3));
    expect(changed.sort()).toEqual([...files].sort());
  });

  it('write code that passes lint and is formatted', async () => {
    const sources = files.filter((file) => file.endsWith('.ts'));
    await run(bin('eslint'), sources, copy, env);
    await run(
      bin('prettier'),
      ['--check', ...files.filter((file) => !file.endsWith('LICENSE'))],
      copy,
    );
  });

  it.each(Object.entries(tests))('write tests of %s that pass', async (project, filters) => {
    const { code, stdout } = await vitest(project, ...filters);
    const { numPassedTests, numFailedTests } = JSON.parse(stdout) as Counts;
    expect({ code, numFailedTests }).toEqual({ code: 0, numFailedTests: 0 });
    expect(numPassedTests).toBeGreaterThan(0);
  });

  it('write tests that fail when the code is wrong', async () => {
    const correct = new Map<string, string>();
    for (const [file, from, to] of mistakes) {
      const text = await readFile(join(copy, file), 'utf8');
      expect(text, file).toContain(from);
      correct.set(file, text);
      await writeFile(join(copy, file), text.replace(from, to));
    }
    const failed: string[] = [];
    for (const [project, filters] of Object.entries(tests)) {
      const { stdout } = await vitest(project, ...filters);
      for (const { name, status } of (JSON.parse(stdout) as Counts).testResults) {
        if (status === 'failed') failed.push(name.slice(copy.length + 1));
      }
    }
    for (const [file, text] of correct) await writeFile(join(copy, file), text);
    expect(failed).toEqual(
      expect.arrayContaining([
        generated.command[1],
        generated.likelihood[3],
        generated.recipe[1],
        generated.dataset[1],
        generated.codec[1],
        generated.scene[1],
      ]),
    );
  });

  it('write a package into which a model is packed, and which is tested then', async () => {
    const folder = 'packages/models/new-model';
    await run(bin('speil'), ['pack', 'mnist-vq-vae', '-o', folder, '--limit', '0'], copy);
    const models = ['src/models.test.ts', '-t', '@speil/model-new-model'];
    expect((await vitest('tools/checks', ...models)).code).toBe(0);
    const golden = join(copy, folder, 'golden.json');
    const values = JSON.parse(await readFile(golden, 'utf8')) as { decoded: number[][] };
    values.decoded[0]![0]! += 2;
    await writeFile(golden, JSON.stringify(values));
    expect((await vitest('tools/checks', ...models)).code).toBe(1);
  });

  it('end with one line, and write nothing, for what exists and for a wrong name', async () => {
    const before = await git('status', '--porcelain');
    for (const [thing, message] of [
      ['new-codec', `${generated.codec[0]} exists already. Choose another name, or remove it.`],
      ['New_Codec', 'The name must be in lower-case letters, digits and single hyphens.'],
    ] as const) {
      const { code, stdout, stderr } = await generate('codec', thing);
      expect(code).toBe(1);
      expect(stdout + stderr).toContain(message);
    }
    expect(await git('status', '--porcelain')).toBe(before);
  });
});

interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly name: string; readonly status: string }[];
}
