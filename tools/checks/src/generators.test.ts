/**
 * Every generator of `@speil/create`, in one copy of the repository: what it writes has correct types, passes lint and
 * its tests, and these tests fail when the code is wrong. The site is built with a generated scene, and visited if there
 * is a browser. The working tree is never changed.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../lib/browser.mjs';
import { copyRepository } from '../../lib/copy-repository.mjs';
import { attempt, root, run } from './workspace.js';

const env = {
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_NO_CLOUD: 'true',
  NX_ISOLATE_PLUGINS: 'false',
};
const bin = (name: string): string => join(root, 'node_modules/.bin', name);

const playground = 'apps/playground';
const scene = `${playground}/src/scenes/new-scene`;
/** The journeys need a browser, which `npm test` finds (tools/lib/browser.mjs). */
const hasBrowser = (await findBrowser()) !== undefined;

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
    ...['state.ts', 'state.test.ts', 'link.ts', 'link.test.ts', 'context.ts', 'controller.ts'].map(
      (file) => `${scene}/controller/${file}`,
    ),
    ...['scene.tsx', 'scene.test.ts', 'plane.tsx', 'scene.module.css'].map(
      (file) => `${scene}/${file}`,
    ),
    ...['app/[locale]/new-scene/page.tsx', 'site/pages.ts', 'i18n/messages.ts'].map(
      (file) => `${playground}/src/${file}`,
    ),
    ...[
      'en/new-scene.ts',
      'en/en.ts',
      'en/page.ts',
      'nb/new-scene.ts',
      'nb/nb.ts',
      'nb/page.ts',
    ].map((file) => `${playground}/src/i18n/${file}`),
    `${playground}/src/entry/previews/new-scene.png`,
    `${playground}/build/previews.mjs`,
    `${playground}/journeys/new-scene.journey.ts`,
    `${playground}/journeys/around.journey.ts`,
  ],
  model: [
    ...['package.json', 'README.md', 'LICENSE', 'tsconfig.json', 'tsconfig.lib.json'].map(
      (file) => `packages/models/new-model/${file}`,
    ),
    'packages/models/new-model/src/index.ts',
    'tools/checks/src/model-new-model.test.ts',
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
  'apps/playground': ['new-scene', 'src/i18n'],
  'tools/checks': ['model-new-model.test'],
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
  [generated.dataset[0], 'size !== expected', 'size < 0'],
  [generated.codec[0], 'byte / 127.5 - 1', 'byte / 127'],
  [`${scene}/controller/state.ts`, 'state.cursor.x + event.by.x', 'event.by.x'],
  [`${scene}/controller/link.ts`, "digits ? '1' : '0'", "digits ? '1' : '1'"],
  [`${scene}/scene.tsx`, "label={t('decoded')}", "label={t('plane')}"],
  // The network does not learn: its training is in this file of the checks, which the generator does not write.
  [
    'tools/checks/src/recipe-models.ts',
    '...training, epochs: 1',
    '...training, learningRate: 0, epochs: 1',
  ],
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
    copyRepository(copy, { whole: true });
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
    const sources = files.filter((file) => /\.tsx?$/u.test(file));
    await run(bin('eslint'), sources, copy, env);
    await run(
      bin('prettier'),
      ['--check', ...files.filter((file) => !/LICENSE$|\.png$/u.test(file))],
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
        ...['controller/state', 'controller/link', 'scene'].map(
          (file) => `${scene}/${file}.test.ts`,
        ),
        'tools/checks/src/model-new-model.test.ts',
      ]),
    );
  });

  it('write a package into which a model is packed, and which is tested then', async () => {
    const folder = 'packages/models/new-model';
    await run(bin('speil'), ['pack', 'mnist-vq-vae', '-o', folder, '--limit', '0'], copy);
    const own = ['src/model-new-model.test.ts'];
    expect((await vitest('tools/checks', ...own)).code).toBe(0);
    const models = ['src/models.test.ts', '-t', '@speil/model-new-model'];
    expect((await vitest('tools/checks', ...models)).code).toBe(0);
    const golden = join(copy, folder, 'golden.json');
    const values = JSON.parse(await readFile(golden, 'utf8')) as { decoded: number[][] };
    values.decoded[0]![0]! += 2;
    await writeFile(golden, JSON.stringify(values));
    expect((await vitest('tools/checks', ...models)).code).toBe(1);
    // Its own test opens the packed model.
    const model = join(copy, folder, 'model.json');
    await writeFile(model, (await readFile(model, 'utf8')).replace('"size"', '"sizes"'));
    expect((await vitest('tools/checks', ...own)).code).toBe(1);
  });

  it('write a scene that the site contains, in every language, and which all pages link to', async () => {
    await run(process.execPath, [join(copy, playground, 'build/build.mjs')], copy);
    for (const [locale, heading] of [
      ['en', 'Move or drag over the plane'],
      ['nb', 'Flytt eller dra over kartet'],
    ] as const) {
      const page = (name: string) =>
        readFile(join(copy, playground, 'out', locale, name, 'index.html'), 'utf8');
      expect((await page('new-scene')).toLowerCase()).toContain(heading.toLowerCase());
      expect(await page('')).toContain(`href="/${locale}/new-scene/"`);
    }
  });

  it.skipIf(!hasBrowser)('write journeys through the scene that pass', async () => {
    const config = ['--config', 'vitest.journeys.config.ts'];
    const { code, stdout } = await vitest(playground, ...config, 'journeys/new-scene.journey.ts');
    expect((JSON.parse(stdout) as Counts).numFailedTests).toBe(0);
    expect(code).toBe(0);
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
