/** `speil sample --sampler mixture`, with an untrained model with two latent numbers. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { ModelSpecInput } from '@speil/api';
import { afterAll, describe, expect, it } from 'vitest';
import { recordedIo } from '../testing/io.js';
import { writeModel } from '../testing/models.js';
import { fitMixture } from './mixture.js';
import { refuseContradictions, sample } from '../commands/latent/sample.js';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-mixture-'));
afterAll(() => fs.rmSync(dir, { recursive: true }));
const io = recordedIo({ cwd: dir });

const modelFolder = (name: string, change: Partial<ModelSpecInput> = {}): string =>
  writeModel(dir, name, change);

const plain = modelFolder('plain');
const request = {
  engine: 'cpu',
  data: 'mnist-10k',
  split: 'train',
  limit: 60,
  components: 3,
  seed: 1,
} as const;

describe('a mixture for a model', () => {
  it('gives latents near the data’s latents, not near draws from the prior', async () => {
    const sampler = await fitMixture(plain, request, io);
    expect(sampler.name).toBe('mixture of 3 Gaussians');
    const { shape, values } = await sampler.sample(500, 4);
    expect(shape).toEqual([500, 2]);
    const means = [0, 1].map((axis) => meanOf(values.filter((_, i) => i % 2 === axis)));
    const one = await fitMixture(plain, { ...request, components: 1 }, io);
    const latents = (await one.sample(5000, 2)).values;
    // A mixture that is fitted by maximum likelihood has the mean of its data, whatever its number of components.
    means.forEach((mean, axis) => {
      expect(mean).toBeCloseTo(meanOf(latents.filter((_, i) => i % 2 === axis)), 0);
    });
    expect(Math.hypot(...means)).toBeGreaterThan(0.1);
  });

  it('is the same for the same seed', async () => {
    const [a, b] = [await fitMixture(plain, request, io), await fitMixture(plain, request, io)];
    expect(await a.sample(4, 9)).toEqual(await b.sample(4, 9));
  });

  it('rejects too many latent dimensions before any data are read', async () => {
    const wide = modelFolder('wide', {
      latentShape: [784],
      bottleneck: { kind: 'deterministic', size: 784 },
    });
    await expect(fitMixture(wide, { ...request, data: 'nowhere' }, io)).rejects.toThrow(
      'A mixture is fitted to at most 512 latent dimensions; wide has 784',
    );
  });

  it('rejects codebook indices', async () => {
    const coded = modelFolder('coded', {
      family: 'vq-vae',
      latentShape: [28, 28],
      architecture: {
        encoder: [{ type: 'conv2d', filters: 2, kernelSize: 1 }],
        decoder: [{ type: 'conv2d', filters: 1, kernelSize: 1 }],
      },
      bottleneck: { kind: 'vq', codebookSize: 4, size: 2 },
    });
    await expect(fitMixture(coded, request, io)).rejects.toThrow(
      'The latents of coded are codebook indices',
    );
  });

  it('rejects fewer examples than components', async () => {
    await expect(fitMixture(plain, { ...request, limit: 2 }, io)).rejects.toThrow(
      'Received: 2 examples, --components 3.',
    );
  });
});

describe('sample', () => {
  it('draws other pictures from the mixture than from the prior', async () => {
    const options = { ...request, count: 4 };
    await sample.run([plain], { ...options, sampler: 'mixture', out: 'mixture' }, io);
    const { engine, count, seed } = options;
    await sample.run([plain], { engine, count, seed, sampler: 'prior', out: 'prior' }, io);
    const [mixture, prior] = ['mixture', 'prior'].map((out) =>
      fs.readFileSync(path.join(dir, out, 'samples.png')),
    );
    expect(mixture!.equals(prior!)).toBe(false);
    expect(fs.readdirSync(path.join(dir, 'mixture'))).toHaveLength(5);
  });

  it('rejects options that its sampler does not use', () => {
    expect(() => refuseContradictions({ sampler: 'prior', dataDir: '/a' }, () => 'prior')).toThrow(
      'The prior needs no data: --data-dir goes with --sampler mixture.',
    );
    expect(() =>
      refuseContradictions({ sampler: 'mixture', temperature: 2 }, () => 'prior'),
    ).toThrow('leave out --temperature. Received: --temperature 2.');
  });
});

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
