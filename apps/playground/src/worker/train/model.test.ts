import { describe, expect, it } from 'vitest';
import { countParameters } from '@speil/core/spec';
import { families, latentSizes, networks, noises } from '../protocol/train';
import type { TrainingRequest } from '../protocol/train';
import { requestOf, settingsOf, specOf } from './model';

const request: TrainingRequest = {
  ...{ data: 'mnist-10k', family: 'vae', network: 'dense', latents: 2 },
  ...{ batchSize: 128, learningRate: 0.002, beta: 4, seed: 3, engine: 'fastest', noise: 'step' },
};
const data = { shape: [28, 28, 1], classNames: [...'0123456789'] };

describe('the models of the page', () => {
  it('have the layers that their names say', () => {
    // 784 x 256 + 256, two heads of 256 x 2 + 2, 2 x 256 + 256, 256 x 784 + 784.
    expect(countParameters(specOf(request, data))).toBe(200_960 + 2 * 514 + 768 + 201_488);
    // 3 x 3 x 16 + 16, 3 x 3 x 16 x 32 + 32, 1,568 x 64 + 64, heads of 64 x 2 + 2; 2 x 1,568 + 1,568, then the pictures.
    const encoder = 160 + 4640 + 100_416 + 2 * 130;
    const decoder = 4704 + 4624 + 2320 + 145;
    expect(countParameters(specOf({ ...request, network: 'conv' }, data))).toBe(encoder + decoder);
  });

  it.each(networks.flatMap((network) => families.map((family) => ({ network, family }))))(
    'are valid with $network layers as $family, for all sizes of the latent',
    ({ network, family }) => {
      for (const latents of Object.values(latentSizes)) {
        const spec = specOf({ ...request, network, family, latents }, data);
        expect(spec.latentShape).toEqual([latents]);
        expect(spec.family).toBe(family === 'denoise' ? 'ae' : family);
      }
    },
  );

  it('need no classes, except the conditional one', () => {
    const own = { shape: [28, 28, 1] };
    for (const family of families) {
      const make = () => specOf({ ...request, data: 'own', family }, own);
      if (family === 'cvae') expect(make).toThrow();
      else expect(make().latentShape).toEqual([2]);
    }
  });

  it('are trained with the settings of the request', () => {
    expect(settingsOf(request)).toMatchObject({
      ...{ batchSize: 128, seed: 3 },
      learningRate: { kind: 'constant', value: 0.002 },
      beta: { kind: 'constant', value: 4 },
    });
  });

  const fileOf = (one: TrainingRequest) => ({
    spec: specOf(one, data),
    training: {
      recipe: 'page',
      settings: settingsOf(one),
      dataset: { id: `${one.data}/train`, fingerprint: '0'.repeat(64), size: 9000 },
      ...{ steps: 1, epochs: 1, engine: 'fastest', train: null, validation: null },
    },
  });

  it.each(families.flatMap((family) => networks.map((network) => ({ family, network }))))(
    'are known again by their files: $family with $network layers',
    ({ family, network }) => {
      for (const noise of family === 'denoise' ? noises : [noises[0]]) {
        const one = { ...request, family, network, noise, latents: 17 };
        expect(requestOf(fileOf(one))).toEqual(one);
      }
    },
  );

  it('are not taken for others', () => {
    const file = fileOf(request);
    const { spec, training } = file;
    expect(requestOf({ spec })).toBeUndefined();
    expect(requestOf({ ...file, spec: { ...spec, name: 'mnist-vae' } })).toBeUndefined();
    const wider = specOf({ ...request, network: 'conv' }, data).architecture;
    expect(requestOf({ ...file, spec: { ...spec, architecture: wider } })).toBeUndefined();
    const elsewhere = { ...training, dataset: { ...training.dataset, id: 'mnist/train' } };
    expect(requestOf({ spec, training: elsewhere })).toBeUndefined();
    const batch = { ...training, settings: { ...training.settings, batchSize: 100 } };
    expect(requestOf({ spec, training: batch })).toBeUndefined();
  });
});
