import { describe, expect, it } from 'vitest';
import type { Batch } from '@speil/api';
import type { ModelInTraining } from '@speil/core';
import { leastOwn, manifoldSide } from '../protocol/train';
import type { TrainingRequest } from '../protocol/train';
import { momentsOf } from './moments';
import { ownPictures } from './own-pictures';

const request: TrainingRequest = {
  ...{ data: 'own', family: 'vae', network: 'dense', latents: 2 },
  ...{ batchSize: 32, learningRate: 0.002, beta: 1, seed: 1, engine: 'wasm', noise: 'step' },
};
const size = 784;
const { heldOut } = ownPictures(new Uint8Array(leastOwn * size));

/** A model that encodes the pictures to these latents, and decodes everything to the same grey. */
function modelWith(means: readonly number[]): ModelInTraining {
  const grey = (count: number): Batch => ({
    shape: [count, 28, 28, 1],
    values: new Float32Array(count * size).fill(0.5),
  });
  return {
    step: 3,
    encode: (_, indices) =>
      Promise.resolve({ shape: [indices.length, 2], values: Float32Array.from(means) }),
    reconstruct: (_, { length }) =>
      Promise.resolve({ inputs: grey(length), reconstructions: grey(length) }),
    decode: ({ shape: [count] }) => Promise.resolve(grey(count!)),
  };
}

describe('a moment of own pictures', () => {
  it('has as many reconstructions and means as pictures are held out', async () => {
    const moment = await momentsOf(heldOut, request)(modelWith([0, 1, 0, -1, 1, 0, -1, 0]));
    expect(moment.reconstructions).toHaveLength(4 * size);
    expect(moment.means).toHaveLength(4 * 2);
    expect(moment.decoded).toHaveLength(manifoldSide ** 2 * size);
  });

  it('shows the part of the plane that holds them all, and the prior', async () => {
    const take = momentsOf(heldOut, request);
    const near = await take(modelWith([0, 1, 0, -1, 1, 0, -1, 0]));
    expect(near.window).toEqual({ centre: [0, 0], extent: 2.5 });
    const far = await take(modelWith([0, 1, 0, -4, 1, 0, -1, 0]));
    expect(far.window.extent).toBeCloseTo(4.2, 6);
  });
});
