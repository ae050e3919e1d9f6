import * as fs from 'node:fs';
import * as path from 'node:path';
import { recipeSchema, type LayersArchitecture } from '@speil/api';
import { encodePng } from '@speil/images';
import { describe, expect, it } from 'vitest';
import { trainRequest } from '../training/request.js';
import { workFolder } from '../testing/work-folder.js';
import { findOrFitRecipe } from './families.js';
import { formatRecipe } from './format.js';
import { readRecipeFile } from './modules.js';
import { findRecipe } from './registry.js';

const warn = (line: string): void => expect.fail(line);

/** A folder of ten colour pictures from 40x60 to 58x78, in two classes. */
function photos(cwd: string): void {
  for (let i = 0; i < 10; i++) {
    const [width, height] = [40 + 2 * i, 60 + 2 * i];
    const pixels = Uint8Array.from(
      { length: width * height * 3 },
      (_, k) => (k * 7 + i * 31) % 256,
    );
    const file = path.join(cwd, 'photos', i % 2 === 0 ? 'day' : 'night', `${i}.png`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, encodePng({ width, height, channels: 3, pixels }));
  }
}

describe('a family', () => {
  it('makes a recipe for a folder, and its run says what was made', async () => {
    const cwd = workFolder();
    photos(cwd);
    const request = await trainRequest('cvae', { data: 'photos' }, { cwd, warn });
    expect(request.recipe).toMatchObject({
      name: 'photos-cvae',
      dataset: { name: path.join(cwd, 'photos'), fit: 'crop' },
      model: { codec: { shape: [32, 32, 3] }, condition: { kind: 'label', classes: 2 } },
    });
    expect(request.data).toEqual({
      name: path.join(cwd, 'photos'),
      madeInto: request.recipe.title,
    });
  });

  it('takes size, colour, latent, width and --set', async () => {
    const { recipe } = await trainRequest(
      'vae',
      { data: 'scenes', size: [48, 32], grey: true, latent: 7, width: 4, set: ['beta=2'] },
      { cwd: workFolder(), warn },
    );
    expect(recipe.model).toMatchObject({ codec: { shape: [32, 48, 1] }, latentShape: [7] });
    expect(recipe.model.architecture).toMatchObject({ encoder: [{ filters: 4 }, {}, {}, {}] });
    expect(recipe.training.beta).toEqual({ kind: 'constant', value: 2 });
  });

  it('starts at the mean of the pictures', async () => {
    const { recipe } = await trainRequest(
      'vae',
      { data: 'colour-shapes' },
      { cwd: workFolder(), warn },
    );
    const { decoder } = recipe.model.architecture as LayersArchitecture;
    // Shapes of full colours cover a small part of the black pictures.
    const { initialBias } = decoder.at(-1) as { readonly initialBias?: number };
    expect(initialBias).toBeGreaterThan(0);
    expect(initialBias).toBeLessThan(0.1);
  });

  it('of music is made for the bass or for all tracks if they are named', async () => {
    const surroundings = { cwd: workFolder(), warn };
    const options = { data: 'generated', limit: 40, width: 32 };
    const bass = await trainRequest('musicvae', { ...options, part: 'bass' }, surroundings);
    expect(bass.recipe.model.codec.settings).toMatchObject({
      dataConverter: { type: 'MelodyConverter', args: { line: 'bass', numSteps: 32 } },
    });
    const tracks = await trainRequest('musicvae', { ...options, part: 'tracks' }, surroundings);
    expect(tracks.recipe.model.codec.settings).toMatchObject({
      dataConverter: { type: 'MultitrackConverter', args: { numSegments: 8, totalSteps: 96 } },
    });
    await expect(
      trainRequest('musicvae', { ...options, part: 'tracks', bars: 4 }, surroundings),
    ).rejects.toThrow('A model of tracks takes at most 2 bars. Received: 4.');
  });

  it('is trained on the rendered scenes if no data are named', async () => {
    const { recipe, data } = await trainRequest('ae', {}, { cwd: workFolder(), warn });
    expect(data).toMatchObject({ name: 'scenes' });
    expect(recipe.model.codec.shape).toEqual([64, 64, 3]);
  });

  it('of music is made for the part that is named, otherwise for the part with the most windows in the data', async () => {
    const surroundings = { cwd: workFolder(), warn };
    const options = { data: 'generated', limit: 40 };
    const { recipe } = await trainRequest('musicvae', { ...options, bars: 1 }, surroundings);
    expect(recipe).toMatchObject({ name: 'generated-musicvae', domain: 'music' });
    expect(recipe.title).toMatch(/^MusicVAE of 1 bar of \w+, \d\.\d M parameters, latent 32$/u);
    const drums = await trainRequest(
      'musicvae',
      { ...options, part: 'drums', bars: 8, width: 32 },
      surroundings,
    );
    expect(drums.recipe.model.codec.settings).toMatchObject({
      dataConverter: { type: 'DrumsConverter', args: { numSteps: 128, numSegments: 8 } },
    });
    await expect(trainRequest('musicvae', { ...options, bars: 3 }, surroundings)).rejects.toThrow(
      '--bars must be one of 1, 2, 4, 8, 16. Received: 3.',
    );
    await expect(
      trainRequest('musicvae', { ...options, size: [64, 64] }, surroundings),
    ).rejects.toThrow('The options size, colour, grey and fit are for pictures: leave them out.');
  });

  it('alone takes the options that make a model', async () => {
    const surroundings = { cwd: workFolder(), warn };
    await expect(trainRequest('mnist-vae', { size: [64, 64] }, surroundings)).rejects.toThrow(
      '--size makes a model that fits the data; mnist-vae keeps its model. Use a family, such as: speil train vae --data FOLDER --size ...',
    );
    await expect(trainRequest('vae', { colour: true, grey: true }, surroundings)).rejects.toThrow(
      '--colour and --grey exclude each other.',
    );
    await expect(trainRequest('vaee', {}, surroundings)).rejects.toThrow(
      "Unknown recipe 'vaee'. Did you mean 'vae'?",
    );
  });

  it('is not required for --latent, which a recipe takes too', async () => {
    const { recipe } = await trainRequest(
      'mnist-dense-vae',
      { latent: 8 },
      { cwd: workFolder(), warn },
    );
    expect(recipe.model.latentShape).toEqual([8]);
  });
});

describe('a printed recipe', () => {
  it.each(['json', 'mjs'] as const)(
    'is the same recipe when it is read from a .%s file',
    async (as) => {
      const cwd = workFolder();
      const fitted = await findOrFitRecipe('vq-vae', { data: 'scenes' }, { cwd, warn });
      for (const recipe of [fitted.recipe, await findRecipe('mnist-aae', cwd, warn)]) {
        const file = path.join(cwd, `${recipe.name}.${as}`);
        fs.writeFileSync(file, formatRecipe(recipe, as));
        expect(await readRecipeFile(file, file)).toEqual([recipeSchema.parse(recipe)]);
      }
    },
  );

  it('keeps short lists and objects on a line', async () => {
    const text = formatRecipe(await findRecipe('mnist-vae', workFolder(), warn), 'json');
    expect(text).toContain('  "dataset": { "name": "mnist", "fallback": "mnist-10k" },\n');
    expect(text).toContain('"latentShape": [2],');
    expect(text.split('\n').every((line) => line.length <= 100)).toBe(true);
  });
});
