/** Every shipped checkpoint of music loads, and takes and gives back what lies beside it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadEngine, meanOf } from '@speil/core';
import { fromFolder } from '@speil/core/node';
import { loadMusicVae, quantize, readMidi, windows } from '@speil/music';
import { describe, expect, it } from 'vitest';
import { published } from './workspace.js';

const checkpoints = published.filter(
  ({ name, dir }) =>
    name.startsWith('@speil/model-') && existsSync(join(dir, 'weights_manifest.json')),
);

it('there are some', () => {
  expect(checkpoints.length).toBeGreaterThan(0);
});

describe.each(checkpoints.map((one) => [one.name, one.dir] as const))('%s', (_name, dir) => {
  it('encodes its examples and decodes them to two bars', async () => {
    const engine = await loadEngine('wasm', { training: false });
    const model = await loadMusicVae(fromFolder(dir), { engine });
    const folder = join(dir, 'examples');
    const items = readdirSync(folder).map((name) => {
      const song = readMidi(new Uint8Array(readFileSync(join(folder, name))), { what: name });
      return windows(quantize(song), { bars: 2 })[0]!;
    });
    // A page needs one for each corner.
    expect(items.length).toBeGreaterThanOrEqual(4);
    const means = meanOf(await model.encode(items));
    expect(means.values.every((value) => Number.isFinite(value))).toBe(true);
    const decoded = await model.decode(means);
    expect(decoded.map(({ totalQuantizedSteps }) => totalQuantizedSteps)).toEqual(
      items.map(() => 32),
    );
    model.dispose();
  });
});
