import type { Engine } from '@speil/core/engines';
import { loadEngine } from '@speil/core/engines';
import { pixelDataset } from '@speil/images';
import { describe, expect, it } from 'vitest';
import type { EngineName, TrainingRequest } from '../protocol/train';
import { fastestOf, isSoftware, trainingSpeed } from './fastest';

/** Engines of given speeds. One without a speed fails its self-test; one with NaN fails to train. */
function choose(speeds: Partial<Record<EngineName, number>>, names: readonly EngineName[]) {
  const tried: string[] = [];
  const chosen = fastestOf({
    candidates: () => names,
    open(name) {
      tried.push(name);
      if (speeds[name] === undefined) return Promise.reject(new Error(`${name} is not here.`));
      return Promise.resolve({ name } as Engine);
    },
    speedOf({ name }) {
      const speed = speeds[name as EngineName]!;
      return Number.isNaN(speed)
        ? Promise.reject(new Error('out of memory'))
        : Promise.resolve(speed);
    },
  });
  return { chosen, tried };
}

describe('the fastest engine', () => {
  it('is the one that trains most pictures in a second', async () => {
    const { chosen, tried } = choose({ wasm: 900, webgl: 4000, webgpu: 2500 }, [
      'wasm',
      'webgl',
      'webgpu',
    ]);
    expect(await chosen).toBe('webgl');
    expect(tried).toEqual(['wasm', 'webgl', 'webgpu']);
  });

  it('is none that fails its self-test or cannot train the model', async () => {
    const { chosen } = choose({ wasm: 900, webgl: NaN }, ['wasm', 'webgl', 'webgpu']);
    expect(await chosen).toBe('wasm');
  });

  it('is the first one if all fail, so that its own message is shown', async () => {
    expect(await choose({}, ['wasm', 'webgl']).chosen).toBe('wasm');
  });

  it.each([
    [
      'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
      true,
    ],
    ['llvmpipe (LLVM 15.0.7, 256 bits)', true],
    ['ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0)', true],
    ['ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)', false],
    ['Apple M2', false],
  ])('%s is software: %s', (renderer, expected) => {
    expect(isSoftware(renderer)).toBe(expected);
  });

  it('takes no trial where there is no choice', async () => {
    const { chosen, tried } = choose({ wasm: 900 }, ['wasm']);
    expect(await chosen).toBe('wasm');
    expect(tried).toEqual([]);
  });

  it('is measured by training the model for a few steps', async () => {
    const data = pixelDataset({
      ...{ id: 'noise/train', fingerprint: '0'.repeat(64), shape: [28, 28, 1] },
      pixels: Uint8Array.from({ length: 40 * 784 }, (_, i) => (i * 97) % 256),
    });
    const request: TrainingRequest = {
      ...{ data: 'own', family: 'vae', network: 'dense', latents: 2, batchSize: 32, seed: 1 },
      ...{ learningRate: 0.002, beta: 1, engine: 'fastest', noise: 'step' },
    };
    const speed = await trainingSpeed(await loadEngine('cpu'), request, {
      train: data,
      heldOut: data,
    });
    expect(speed).toBeGreaterThan(0);
  });
});
