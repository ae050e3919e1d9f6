/** Every shipped music model loads, records how it was trained, and reproduces its golden outputs on this machine. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { recipeSchema } from '@speil/api';
import { loadEngine, posteriorMean } from '@speil/core';
import { fromFolder } from '@speil/core/node';
import { loadMusicVae, planOfSpec, quantize, readMidi, windows } from '@speil/music';
import { openExamples } from '@speil/music/node';
import {
  computeMusicGolden,
  differenceOf,
  mostLatentDifference,
  type MusicGolden,
} from '@speil/terminal/golden';
import { describe, expect, it } from 'vitest';
import { published } from './workspace.js';

const models = published.filter(
  ({ name, dir }) => name.startsWith('@speil/model-') && existsSync(join(dir, 'config.json')),
);

describe.each(models.map((one) => [one.name, one.dir] as const))('%s', (_name, dir) => {
  const read = (file: string): string => readFileSync(join(dir, file), 'utf8');
  const recipe = recipeSchema.parse(JSON.parse(read('recipe.json')));
  const open = async () =>
    loadMusicVae(fromFolder(dir), { engine: await loadEngine('wasm', { training: false }) });

  it('encodes the golden windows to the golden posteriors, and plays the golden notes', async () => {
    const golden = JSON.parse(read('golden.json')) as MusicGolden;
    const model = await open();
    const examples = await openExamples('generated', recipe.model, { split: 'test' });
    const again = await computeMusicGolden(model, examples, golden.dataset.indices);
    model.dispose();
    expect(again.dataset).toEqual(golden.dataset);
    for (const part of ['mean', 'logVariance'] as const) {
      expect(differenceOf(again[part], golden[part])).toBeLessThanOrEqual(mostLatentDifference);
    }
    expect(again.decoded).toEqual(golden.decoded);
  });

  it('has the network of its recipe', async () => {
    const model = await open();
    const { architecture, codec, latentShape } = recipe.model;
    expect(model.spec).toMatchObject({ codec, latentShape });
    expect(planOfSpec(model.spec).sizes).toEqual(planOfSpec(recipe.model).sizes);
    expect('kind' in architecture).toBe(true);
    model.dispose();
  });

  it('encodes its examples and decodes them to the same number of steps', async () => {
    const model = await open();
    const items = readdirSync(join(dir, 'examples')).map((name) => {
      const song = readMidi(readFileSync(join(dir, 'examples', name)), { what: name });
      return windows(quantize(song), { bars: 2 })[0]!;
    });
    // A page needs one example for each corner.
    expect(items.length).toBeGreaterThanOrEqual(4);
    const means = posteriorMean(await model.encode(items));
    expect(means.values.every((value) => Number.isFinite(value))).toBe(true);
    const decoded = await model.decode(means);
    model.dispose();
    for (const { totalQuantizedSteps } of decoded) expect(totalQuantizedSteps).toBe(32);
  });

  it('is small enough for a page: at most 1.2 MB', () => {
    const files = readdirSync(dir).filter((name) => /^(config|weights_manifest|group)/u.test(name));
    const bytes = files.reduce((sum, file) => sum + readFileSync(join(dir, file)).length, 0);
    expect(bytes).toBeLessThanOrEqual(1_200_000);
  });
});
