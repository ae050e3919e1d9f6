/** Tests what the loop passes to its data: the epoch, and the indices that it will read next. */
import type { Dataset } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engines/engine.js';
import { loadEngine } from '../admission/load.js';
import { uniforms } from '../random/streams.js';
import { memoryHost, tinyAe, tinyData, tinySettings } from '../testing/tiny.js';
import { train } from './train.js';

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine('wasm');
});

/** Data whose examples are darkened by an amount that depends on the epoch and the index. */
const drawnAnew: Dataset = {
  ...tinyData,
  async read(indices, options) {
    const { shape, values } = await tinyData.read(indices);
    const step = options?.epoch;
    if (step === undefined) return { shape, values };
    const width = values.length / indices.length;
    const light = Array.from(
      indices,
      (index) => uniforms({ seed: 5, purpose: 'augmentation', step, operation: index }, 1)[0]!,
    );
    return { shape, values: values.map((value, i) => value * light[Math.floor(i / width)]!) };
  },
};

const run = (data: Dataset, change: Partial<Parameters<typeof train>[0]> = {}) => {
  const host = memoryHost();
  return train({
    run: 'test',
    recipe: 'tiny',
    spec: tinyAe,
    settings: tinySettings({ checkpoint: { everySteps: 1, keep: 9 } }),
    engine,
    train: data,
    host,
    ...change,
  }).then(() => host);
};

describe('the data of a training', () => {
  it('receive the epoch, and the indices of the next step if it belongs to the same epoch', async () => {
    const calls: string[] = [];
    const line = (what: string, indices: ArrayLike<number>, epoch?: number): void =>
      void calls.push(`${what} ${epoch}: ${Array.from(indices).join()}`);
    await run({
      ...tinyData,
      read(indices, options) {
        if (options?.epoch !== undefined) line('read', indices, options.epoch);
        return tinyData.read(indices);
      },
      prefetch: (indices, options) => line('next', indices, options?.epoch),
    });
    // Three batches per epoch.
    expect(calls.map((text) => text.slice(0, 6))).toEqual(
      [1, 2].flatMap((epoch) =>
        ['read', 'next', 'read', 'next', 'read'].map((what) => `${what} ${epoch}`),
      ),
    );
    for (const [i, text] of calls.entries()) {
      if (text.startsWith('next')) expect(calls[i + 1]).toBe(text.replace('next', 'read'));
    }
  });

  it('give the same weights bit for bit after a resume, even if they change in each epoch', async () => {
    const whole = await run(drawnAnew);
    const resume = whole.checkpoints.find(({ step }) => step === 4)!;
    const rest = await run(drawnAnew, { resume });
    const bytes = (host: typeof whole) => host.checkpoints.at(-1)!.files['weights.safetensors'];
    expect(bytes(rest)).toEqual(bytes(whole));
    expect(bytes(await run(tinyData))).not.toEqual(bytes(whole));
  });
});
