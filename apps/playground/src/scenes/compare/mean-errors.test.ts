import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { atlasSchema, parseJson, unpackLatents } from '@speil/api';
import { loadEngine, loadModel } from '@speil/core';
import { fromFolder, packageFolder } from '@speil/core/node';
import { decodePng, imageCodec, invert } from '@speil/images';
import type { Picture } from '@speil/images';
import { describe, expect, it } from 'vitest';
import { planeModels, planes } from '../../worker/protocol/images';
import { rmsDifference } from '../../shared/hooks/use-rms-difference';
import { meanErrors } from './mean-errors';

/** Tests every fifth digit, which is enough to check the figures. Set it to 1 to compute them from all digits. */
const every = 5;

const folderOf = (name: string): string => packageFolder(`@speil/model-${name}`, import.meta.url);

/** Reads the atlas's digits and their labels. */
async function readDigits() {
  const folder = path.join(folderOf('mnist-vae'), 'atlas');
  const atlas = parseJson(
    atlasSchema,
    await readFile(path.join(folder, 'atlas.json'), 'utf8'),
    'atlas.json',
  );
  const { items, latents, tile } = atlas;
  const sheet = invert(decodePng(await readFile(path.join(folder, items.file)), items.file));
  const bytes = new Uint8Array(await readFile(path.join(folder, latents.file)));
  const { labels } = unpackLatents(bytes, latents.count, atlas);
  const [height, width] = tile;
  const pictures = Array.from(labels, (_, i): Picture => {
    const [left, top] = [(i % items.columns) * width, Math.floor(i / items.columns) * height];
    const pixels = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
      const start = (top + y) * sheet.width + left;
      pixels.set(sheet.pixels.subarray(start, start + width), y * width);
    }
    return { width, height, channels: 1, pixels };
  });
  return { pictures, labels };
}

describe('the mean error over all test digits of the atlas', { timeout: 120_000 }, () => {
  it.each(planes)('of %s is the one that the page shows', async (plane) => {
    const { pictures, labels } = await readDigits();
    const engine = await loadEngine('wasm', { training: false });
    const model = await loadModel<Picture>(fromFolder(folderOf(planeModels[plane])), {
      codec: imageCodec,
      engine,
    });
    let sum = 0;
    const decoded = pictures.flatMap((picture, i) =>
      i % every === 0 ? [{ picture, label: labels[i]! }] : [],
    );
    for (let start = 0; start < decoded.length; start += 100) {
      const items = decoded.slice(start, start + 100);
      const batch = items.map(({ picture }) => picture);
      const condition = items.map(({ label }) => label);
      const conditions = model.spec.condition === null ? {} : { condition };
      const posterior = await model.encode(batch, conditions);
      if (posterior.kind === 'vq') throw new Error('Not a plane.');
      const drawn = await model.decode(posterior.mean, conditions);
      batch.forEach(({ pixels }, i) => (sum += rmsDifference(pixels, drawn[i]!.pixels)));
    }
    model.dispose();
    expect(Math.abs(meanErrors[plane] - sum / decoded.length)).toBeLessThan(0.005);
  });
});
