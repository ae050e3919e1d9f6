import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { InvalidFileError, NotFoundError, UnknownNameError } from '@speil/api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UsageError } from '../io/exit.js';
import { importIsolated } from './import-isolated.js';
import { listRecipes, findRecipe } from './registry.js';

/** A recipe as a person would write it. */
function plain(name: string, encoder: object = { type: 'flatten' }): object {
  const decoder = [
    { type: 'dense', units: 784 },
    { type: 'reshape', shape: [28, 28, 1] },
  ];
  return {
    name,
    title: 'Of somebody',
    domain: 'images',
    dataset: { name: 'mnist-10k' },
    model: {
      name,
      family: 'ae',
      codec: { id: 'image', shape: [28, 28, 1] },
      latentShape: [4],
      architecture: { encoder: [encoder], decoder },
      bottleneck: { kind: 'deterministic', size: 4 },
      objective: { likelihood: { kind: 'mse' } },
    },
    training: { epochs: 1 },
  };
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-test-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

const silent = (): void => undefined;

describe('third-party packages', () => {
  it('that are broken are skipped, each with a line that names it', async () => {
    const manifest = (exports: object) =>
      JSON.stringify({ speil: { recipes: './recipes' }, type: 'module', exports });
    const broken = {
      'no-exports': [manifest({ '.': './index.js' }), ''],
      'no-file': [manifest({ './recipes': './nowhere.js' }), ''],
      throws: [manifest({ './recipes': './index.js' }), 'throw new Error("at home only");'],
      ends: [manifest({ './recipes': './index.js' }), 'process.exit(3);'],
      'fails-later': [
        manifest({ './recipes': './index.js' }),
        'queueMicrotask(() => { throw new Error("later"); }); await new Promise(() => undefined);',
      ],
      'bad-syntax': [manifest({ './recipes': './index.js' }), 'export default {'],
      'bad-recipe': [
        manifest({ './recipes': './index.js' }),
        `export default ${JSON.stringify(plain('theirs', { type: 'flaten' }))};`,
      ],
      twice: [
        manifest({ './recipes': './index.js' }),
        `export default ${JSON.stringify(plain('mnist-ae'))};`,
      ],
      sound: [
        manifest({ './recipes': './index.js' }),
        `setTimeout(() => process.exit(4), 1);
        export const recipes = [${JSON.stringify(plain('sound'))}];`,
      ],
    };
    const names = Object.keys(broken);
    const cwd = folderWith({
      'package.json': JSON.stringify({
        dependencies: Object.fromEntries(names.map((name) => [name, '*'])),
      }),
      ...Object.fromEntries(
        Object.entries(broken).flatMap(([name, [json, source]]) => [
          [`node_modules/${name}/package.json`, json!],
          [`node_modules/${name}/index.js`, source!],
        ]),
      ),
    });
    const warnings: string[] = [];
    const found = await listRecipes(cwd, (line) => warnings.push(line));
    expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(['mnist-ae', 'sound']));
    const warned = (name: string) => warnings.filter((line) => line.includes(`package ${name}`));
    for (const name of names) expect(warned(name).length, name).toBe(name === 'sound' ? 0 : 1);
    expect(warned('ends')[0]).toContain('it ended its process (exit code 3)');
    expect(warned('fails-later')[0]).toContain('later');
    expect(warned('no-exports')[0]).toContain('must be a sub-path of its exports');
    expect(warned('bad-recipe')[0]).toContain("Did you mean 'flatten'?");
    const again = await findRecipe('mnist-ae', cwd, silent);
    expect(again.title).not.toBe('Of somebody');
  });
});

it('gives up on a module that never loads', async () => {
  const cwd = folderWith({ 'a.mjs': 'for (;;);' });
  const url = pathToFileURL(path.join(cwd, 'a.mjs')).href;
  await expect(importIsolated(url, { seconds: 0.2 })).rejects.toThrow('more than 0.2 seconds');
});

describe('a file of recipes', () => {
  it('is a module or JSON, and paths of data are relative to it', async () => {
    const recipe = { ...plain('mine'), dataset: { name: '../flat' } };
    const cwd = folderWith({
      'sub/a.json': JSON.stringify(recipe),
      'sub/a.mjs': `export default ${JSON.stringify(recipe)};`,
    });
    for (const file of ['./sub/a.json', 'sub/a.mjs']) {
      const found = await findRecipe(file, cwd, silent);
      expect(found.name).toBe('mine');
      expect(found.dataset.name).toBe(path.join(cwd, 'flat'));
    }
  });

  it('may name the schema that an editor reads, in JSON', async () => {
    const recipe = { $schema: './node_modules/@speil/api/recipe.schema.json', ...plain('mine') };
    const cwd = folderWith({
      'a.json': JSON.stringify(recipe),
      'list.json': JSON.stringify([recipe]),
      'a.mjs': `export default ${JSON.stringify(recipe)};`,
    });
    for (const file of ['./a.json', './list.json']) {
      const found = await findRecipe(file, cwd, silent);
      expect(found).toEqual(expect.objectContaining({ name: 'mine' }));
      expect(found).not.toHaveProperty('$schema');
    }
    await expect(findRecipe('./a.mjs', cwd, silent)).rejects.toThrow("unknown key '$schema'");
  });

  it('with several recipes must be followed by # and the name of one', async () => {
    const list = [plain('one'), plain('two')];
    const cwd = folderWith({ 'a.json': JSON.stringify(list) });
    const find = (name: string) => findRecipe(name, cwd, silent);
    await expect(find('./a.json')).rejects.toThrow(
      './a.json has 2 recipes: one, two. Name one: ./a.json#one',
    );
    await expect(find('./a.json')).rejects.toThrow(UsageError);
    expect((await find('./a.json#two')).name).toBe('two');
    await expect(find('./a.json#tow')).rejects.toThrow(UnknownNameError);
  });

  it('that is invalid is rejected with the reason', async () => {
    const cwd = folderWith({
      'lacks.mjs': "export const recipes = [{ name: 'x' }];",
      'typo.mjs': `export default ${JSON.stringify(plain('a', { type: 'flaten' }))};`,
      'none.mjs': 'export const answer = 42;',
      'text.json': '{',
    });
    const find = (name: string) => findRecipe(name, cwd, silent);
    await expect(find('./lacks.mjs')).rejects.toThrow(
      /^A recipe of \.\/lacks\.mjs is not valid: title: is missing: a text; domain: /u,
    );
    await expect(find('./typo.mjs')).rejects.toThrow(
      "A recipe of ./typo.mjs is not valid: model.architecture.encoder[0].type: unknown layer 'flaten'. Did you mean 'flatten'?",
    );
    await expect(find('./none.mjs')).rejects.toThrow(InvalidFileError);
    await expect(find('./none.mjs')).rejects.toThrow('exports no recipe');
    await expect(find('./text.json')).rejects.toThrow('./text.json is not valid JSON');
    await expect(find('./gone.mjs')).rejects.toThrow(NotFoundError);
    fs.mkdirSync(path.join(cwd, 'flat'));
    await expect(find('./flat')).rejects.toThrow(
      './flat is not a file with recipes (.mjs, .js or .json). To train on it: speil train RECIPE --data ./flat',
    );
  });
});
