/** A new package is complete or not there at all, and its options are checked first. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPackage } from './create.js';
import type { CreateOptions } from './options.js';
import { renderFolder } from './render.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'create-speil-'));
});
afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

describe('a new package', () => {
  it('has its name, scripts that name its run, and versions of this release', () => {
    const { short, files } = createPackage({ name: '@me/my-model' }, cwd);
    expect(short).toBe('my-model');
    expect(readdirSync(cwd)).toEqual(['my-model']);
    expect(files).toContain('.gitignore');
    const manifest = JSON.parse(readFileSync(join(cwd, 'my-model/package.json'), 'utf8')) as {
      name: string;
      scripts: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    expect(manifest.name).toBe('@me/my-model');
    expect(manifest.scripts['train']).toContain('--out runs/my-model');
    expect(manifest.devDependencies['@speil/terminal']).toMatch(/^\^\d+\.\d+\.\d+$/u);
    for (const file of files) {
      expect(readFileSync(join(cwd, 'my-model', file), 'utf8')).not.toMatch(/<%|undefined/u);
    }
  });

  it('takes an empty folder', () => {
    mkdirSync(join(cwd, 'mine'));
    createPackage({ name: 'mine' }, cwd);
    expect(existsSync(join(cwd, 'mine/package.json'))).toBe(true);
  });

  it.each(['ae', 'vae', 'beta-vae'])(
    'of family %s has a recipe whose data are a folder',
    async (family) => {
      mkdirSync(join(cwd, 'my photos'));
      const { dataset, model, training } = await recipeOf({ data: 'my photos', family });
      // From the folder of the recipe, so that the package can move with the pictures beside it.
      expect(dataset).toEqual({ name: '../../my photos', fit: 'crop' });
      expect(model.codec.shape).toEqual([32, 32, 3]);
      expect(model.bottleneck.kind).toBe(family === 'ae' ? 'deterministic' : 'gaussian');
      expect(training.beta !== undefined).toBe(family === 'beta-vae');
    },
  );

  it.each([
    [{ size: '64' }, [64, 64, 3]],
    [{ size: '96x64', grey: true }, [64, 96, 1]],
    [{ data: 'mnist', size: '32', colour: true }, [32, 32, 3]],
    [{ data: 'mnist' }, [28, 28, 1]],
    [{ size: '256' }, [256, 256, 3]],
  ])('with %j has a model for pictures of %j', async (options, shape) => {
    mkdirSync(join(cwd, 'photos'));
    const { model } = await recipeOf({ data: 'photos', ...options });
    expect(model.codec.shape).toEqual(shape);
  });

  it('of family cvae counts the classes of a folder, also those of its parts', async () => {
    picture('photos/train/cats/1.png', 'photos/train/dogs/1.JPG', 'photos/test/birds/1.jpeg');
    picture('photos/train/notes/a.txt');
    const { model } = await recipeOf({ data: 'photos', family: 'cvae' });
    expect(model.condition).toEqual({ kind: 'label', classes: 3 });
  });

  it('of family upscale-4 has latents of a quarter of the sides', async () => {
    const { model } = await recipeOf({ data: 'scenes', family: 'upscale-4' });
    expect(model.latentShape).toEqual([16, 16, 16]);
    expect(model.input).toEqual({ kind: 'reduced', factor: 4, method: 'bicubic' });
  });
});

function picture(...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(cwd, file)), { recursive: true });
    writeFileSync(join(cwd, file), '');
  }
}

/** The only recipe of a new package. */
async function recipeOf(options: Omit<CreateOptions, 'name'>): Promise<Recipe> {
  createPackage({ name: 'mine', ...options }, cwd);
  const url = pathToFileURL(join(cwd, 'mine/recipes/index.mjs')).href;
  const { recipes } = (await import(url)) as { recipes: readonly [Recipe] };
  expect(recipes).toHaveLength(1);
  return recipes[0];
}

interface Recipe {
  readonly dataset: unknown;
  readonly model: {
    readonly codec: { readonly shape: unknown };
    readonly bottleneck: { readonly kind: string };
    readonly latentShape: unknown;
    readonly condition?: unknown;
    readonly input?: unknown;
  };
  readonly training: { readonly beta?: unknown };
}

describe('options that are not valid', () => {
  it.each([
    [{ name: 'My Model' }, /^The name must be that of an npm package: .* Received: 'My Model'\./u],
    [{ name: '../up' }, /^The name must be that of an npm package/u],
    [{ name: '' }, /^The name must be that of an npm package/u],
    [{ name: 'a'.repeat(101) }, /^The name must be that of an npm package/u],
    [
      { name: 'mine', family: 'gan' },
      /^--family must be one of ae, beta-vae, cvae, .*, wae\. Received: 'gan'\.$/u,
    ],
    [
      { name: 'mine', data: 'nowhere' },
      /^--data must be a dataset \(mnist, .* Received: 'nowhere'\.$/u,
    ],
    [{ name: 'mine', data: 'constructor' }, /^--data must be a dataset/u],
    [
      { name: 'mine', size: 'large' },
      /^--size must be 8 to 256 pixels, as 64 or 96x64 \(width x height\)\. Received: 'large'\.$/u,
    ],
    [{ name: 'mine', size: '512' }, /^--size must be 8 to 256 pixels/u],
    [{ name: 'mine', size: '64x4' }, /^--size must be 8 to 256 pixels/u],
    [
      { name: 'mine', size: '100' },
      /^--size for vae must be sides that can be halved to at most 8x8, .* Received: 100x100\.$/u,
    ],
    [
      { name: 'mine', family: 'upscale-4', size: '30x32' },
      /^--size for upscale-4 must be multiples of 4\. Received: 30x32\.$/u,
    ],
    [
      { name: 'mine', colour: true, grey: true },
      /^--colour and --grey exclude each other\. Received: both\.$/u,
    ],
    [
      { name: 'mine', family: 'cvae', data: 'full' },
      /^--family cvae needs pictures of at least two classes, one subfolder for each\. Received: no classes in 'full'\.$/u,
    ],
    [
      { name: 'full' },
      /^The folder full must not exist, or be empty\. Received: a folder with files\./u,
    ],
    [{ name: 'file' }, /^The folder file must not exist, or be empty\. Received: a file\./u],
  ])('%j: one line, and nothing is written', (options, message) => {
    mkdirSync(join(cwd, 'full'));
    writeFileSync(join(cwd, 'full/kept'), 'kept');
    writeFileSync(join(cwd, 'file'), '');
    expect(() => createPackage(options, cwd)).toThrow(message);
    expect(readdirSync(cwd).sort()).toEqual(['file', 'full']);
    expect(readdirSync(join(cwd, 'full'))).toEqual(['kept']);
  });
});

describe('a template', () => {
  it('that names an unknown value is refused', () => {
    writeFileSync(join(cwd, 'a__dot__txt.template'), 'x <%= known %> <%= other %>');
    const render = (values: Record<string, string>) =>
      renderFolder(pathToFileURL(`${cwd}/`), values);
    expect(render({ dot: '.', known: '1', other: '2' })).toEqual({ 'a.txt': 'x 1 2' });
    expect(() => render({ dot: '.', known: '1' })).toThrow(
      "a__dot__txt.template names the value 'other', which is not given.",
    );
  });
});
