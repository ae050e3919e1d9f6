import { modelSpecSchema } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import type { Engine, HostTensor } from '../engines/engine.js';
import { modelFiles, readModel } from '../files/model-files.js';
import { fromFiles } from '../files/sources.js';
import { initialValues } from '../random/initial-weights.js';
import { normals } from '../random/streams.js';
import { declareModel } from '../model-spec/model.js';
import { tinyData, tinyVae } from '../testing/tiny.js';
import { LogMeanExp, RunningMoments } from './accumulate.js';
import { evaluateModel } from './evaluate-model.js';
import { PictureScorer } from './pictures.js';
import { structuralSimilarity } from './ssim.js';

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine('wasm');
});

const variablesOf = (change: Record<string, HostTensor> = {}) => ({
  ...Object.fromEntries(
    declareModel(tinyVae).variables.map((v, i) => [
      v.name,
      { shape: v.shape, values: initialValues(v, 3, i).map((x) => 3 * x) },
    ]),
  ),
  ...change,
});
const read = (variables: Record<string, HostTensor>, spec = tinyVae) =>
  readModel(fromFiles('m', modelFiles(spec, variables)));

describe('evaluate', () => {
  it('gives an ELBO that is minus the sum of its parts, and a KL that is the sum over its dimensions', async () => {
    const result = await evaluateModel(await read(variablesOf()), engine, tinyData);
    expect(result.elbo).toBeCloseTo(-(result.reconstruction + result.kl), 10);
    expect(result.klPerDimension.reduce((a, b) => a + b)).toBeCloseTo(result.kl, 10);
    expect(result.examples).toBe(40);
  });

  it('gives the same result for every batch size', async () => {
    const model = await read(variablesOf());
    const a = await evaluateModel(model, engine, tinyData, { batchSize: 40 });
    const b = await evaluateModel(model, engine, tinyData, { batchSize: 7 });
    expect(b.kl).toBeCloseTo(a.kl, 4);
  });

  it('gives a bound that is above the ELBO and becomes tighter with more draws', async () => {
    const model = await read(variablesOf());
    const bounds = [];
    for (const samples of [1, 10, 100]) {
      bounds.push(await evaluateModel(model, engine, tinyData, { samples, seed: 2 }));
    }
    expect(bounds[1]!.iwBound!).toBeGreaterThan(bounds[0]!.iwBound! - 0.5);
    expect(bounds[2]!.iwBound!).toBeGreaterThan(bounds[1]!.iwBound!);
    expect(bounds[2]!.iwBound!).toBeGreaterThan(bounds[2]!.elbo);
  });

  it('gives the exact log likelihood for a linear decoder with Gaussian distributions', async () => {
    // x = w z + noise, z ~ N(0, 1), noise variance .5, w = 1.5: p(x) = N(0, 2.75) in one dimension. The posterior is
    // N(w x / (w^2 + .5), .5 / (w^2 + .5)). If q is this posterior, every weight is p(x), whatever the draw.
    const [w, noise] = [1.5, 0.5];
    const spec = modelSpecSchema.parse({
      name: 'linear',
      family: 'vae',
      codec: { id: 'image', shape: [1] },
      latentShape: [1],
      architecture: { encoder: [], decoder: [{ type: 'dense', units: 1 }] },
      bottleneck: { kind: 'gaussian', size: 1 },
      objective: { likelihood: { kind: 'gaussian', variance: noise } },
    });
    const scalar = (value: number, shape: number[]): HostTensor => ({
      shape,
      values: Float32Array.of(value),
    });
    const model = await read(
      {
        'bottleneck/mean/kernel': scalar(w / (w * w + noise), [1, 1]),
        'bottleneck/mean/bias': scalar(0, [1]),
        'bottleneck/logVariance/kernel': scalar(0, [1, 1]),
        'bottleneck/logVariance/bias': scalar(Math.log(noise / (w * w + noise)), [1]),
        'decoder/0/kernel': scalar(w, [1, 1]),
        'decoder/0/bias': scalar(0, [1]),
      },
      spec,
    );
    const values = normals({ seed: 1, purpose: 'synthetic' }, 50);
    const data = {
      id: 'normal',
      size: 50,
      shape: [1],
      fingerprint: '0'.repeat(64),
      read: (indices: ArrayLike<number>) => ({
        shape: [indices.length, 1],
        values: Float32Array.from(indices, (i) => values[i]!),
      }),
    };
    const variance = w * w + noise;
    const exact =
      values.reduce(
        (sum, x) => sum - 0.5 * (Math.log(2 * Math.PI * variance) + (x * x) / variance),
        0,
      ) / 50;
    for (const samples of [1, 5]) {
      const { iwBound } = await evaluateModel(model, engine, data, { samples });
      expect(iwBound).toBeCloseTo(exact, 4);
    }
    const { elbo } = await evaluateModel(model, engine, data, { samples: 2000 });
    expect(elbo).toBeCloseTo(exact, 1);
  });

  it('takes 5,000 draws in the memory of one, and their bound has the exact value for a wrong posterior', async () => {
    // The decoder ignores z, so x ~ N(0, 1) and ln p(x) is known. The posterior is twice as wide as the prior.
    const spec = modelSpecSchema.parse({
      name: 'deaf',
      family: 'vae',
      codec: { id: 'image', shape: [1] },
      latentShape: [1],
      architecture: { encoder: [], decoder: [{ type: 'dense', units: 1 }] },
      bottleneck: { kind: 'gaussian', size: 1 },
      objective: { likelihood: { kind: 'gaussian', variance: 1 } },
    });
    const scalar = (value: number, shape: number[]): HostTensor => ({
      shape,
      values: Float32Array.of(value),
    });
    const model = await read(
      {
        'bottleneck/mean/kernel': scalar(0, [1, 1]),
        'bottleneck/mean/bias': scalar(0, [1]),
        'bottleneck/logVariance/kernel': scalar(0, [1, 1]),
        'bottleneck/logVariance/bias': scalar(2 * Math.LN2, [1]),
        'decoder/0/kernel': scalar(0, [1, 1]),
        'decoder/0/bias': scalar(0, [1]),
      },
      spec,
    );
    const data = {
      id: 'ones',
      size: 3,
      shape: [1],
      fingerprint: '0'.repeat(64),
      read: (indices: ArrayLike<number>) => ({
        shape: [indices.length, 1],
        values: new Float32Array(indices.length).fill(1),
      }),
    };
    let most = 0;
    const watched: Engine = {
      ...engine,
      release(groups) {
        most = Math.max(most, engine.memory().tensors);
        engine.release(groups);
      },
    };
    const before = engine.memory().tensors;
    const { iwBound, elbo } = await evaluateModel(model, watched, data, { samples: 5000 });
    // ln N(1; 0, 1) = -.5 ln 2 pi - .5.
    expect(iwBound).toBeCloseTo(-0.5 * Math.log(2 * Math.PI) - 0.5, 1);
    // KL(N(0, 4) || N(0, 1)) = (4 - 1 - ln 4) / 2.
    expect(elbo).toBeCloseTo(-0.5 * Math.log(2 * Math.PI) - 0.5 - (3 - Math.log(4)) / 2, 4);
    expect(most - before).toBeLessThan(20);
  });

  it('counts a dimension as active if its mean varies over the data (Burda et al. 2016)', async () => {
    const kernel = variablesOf()['bottleneck/mean/kernel']!;
    // The second dimension's weights are zero: its mean is the same for every input.
    const dead = { ...kernel, values: kernel.values.map((v, i) => (i % 2 === 1 ? 0 : v)) };
    const alive = await evaluateModel(await read(variablesOf()), engine, tinyData);
    const half = await evaluateModel(
      await read(variablesOf({ 'bottleneck/mean/kernel': dead })),
      engine,
      tinyData,
    );
    expect([alive.activeUnits, half.activeUnits]).toEqual([2, 1]);
  });

  it('leaves nothing on the engine, and stops when it is aborted', async () => {
    const model = await read(variablesOf());
    const before = engine.memory();
    await evaluateModel(model, engine, tinyData, { samples: 3, onReconstruction: () => undefined });
    expect(engine.memory()).toEqual(before);
    // Abort between two draws of a batch, while its tensors exist.
    let looks = 0;
    const signal = {
      get aborted() {
        return ++looks > 2;
      },
    } as AbortSignal;
    await expect(
      evaluateModel(model, engine, tinyData, { samples: 3, signal }),
    ).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(engine.memory()).toEqual(before);
  });
});

describe('the accumulators', () => {
  it('compute the logarithm of a mean of exponentials that would overflow', () => {
    const mean = new LogMeanExp(1);
    for (const log of [1000, 1000 + Math.log(3)]) mean.add(Float32Array.of(log));
    // ln((1 + 3) / 2) = .693147.
    expect(mean.value()[0]).toBeCloseTo(1000 + Math.LN2, 3);
  });

  it('compute the mean and the variance of columns', () => {
    const moments = new RunningMoments(2);
    moments.add(Float32Array.of(1, 10, 3, 10));
    moments.add(Float32Array.of(5, 10));
    expect([...moments.mean]).toEqual([3, 10]);
    // ((1-3)^2 + 0 + (5-3)^2) / 3.
    expect(moments.variance()[0]).toBeCloseTo(8 / 3, 12);
    expect(moments.variance()[1]).toBe(0);
  });
});

describe('the scores of images', () => {
  const constant = (value: number): Float32Array => new Float32Array(16 * 16).fill(value);
  const ssim = (a: Float32Array, b: Float32Array, height: number, width: number): number =>
    structuralSimilarity(a, b, [height, width, 1]).single;

  it('include an SSIM of 1 for equal images', () => {
    const image = Float32Array.from({ length: 256 }, (_, i) => (i % 7) / 7);
    expect(ssim(image, image, 16, 16)).toBeCloseTo(1, 12);
  });

  it('include an SSIM of two constant images that is only the luminance term', () => {
    // Wang et al. 2004, equation 6: (2 a b + C1) / (a^2 + b^2 + C1) with a = .2, b = .6: .2401 / .4001.
    expect(ssim(constant(0.2), constant(0.6), 16, 16)).toBeCloseTo(0.2401 / 0.4001, 6);
  });

  it('include an SSIM that is symmetric and decreases with noise', () => {
    const image = Float32Array.from({ length: 256 }, (_, i) => 0.5 + 0.4 * Math.sin(i / 5));
    const noise = normals({ seed: 2, purpose: 'synthetic' }, 256);
    const noisy = (amount: number) => image.map((v, i) => v + amount * noise[i]!);
    expect(ssim(image, noisy(0.1), 16, 16)).toBeCloseTo(ssim(noisy(0.1), image, 16, 16), 12);
    expect(ssim(image, noisy(0.3), 16, 16)).toBeLessThan(ssim(image, noisy(0.1), 16, 16));
  });

  it('include an MS-SSIM whose luminance counts at the coarsest scale only', () => {
    const [a, b] = [0.2, 0.6].map((value) => new Float32Array(32 * 32 * 3).fill(value));
    const { single, multiple } = structuralSimilarity(a!, b!, [32, 32, 3]);
    expect(single).toBeCloseTo(0.2401 / 0.4001, 6);
    // Two scales, 32 and 16, with exponents .0448 and .2856 divided by their sum: the second is .8644.
    expect(multiple).toBeCloseTo((0.2401 / 0.4001) ** (0.2856 / 0.3304), 6);
  });

  it('include an MS-SSIM that is the SSIM where one scale fits, decreases with noise, and is 0 for an inverted image', () => {
    const noise = normals({ seed: 3, purpose: 'synthetic' }, 96 * 96);
    const scores = (side: number, amount: number) => {
      const image = Float32Array.from(
        { length: side * side },
        (_, i) => 0.5 + 0.3 * Math.sin(i / 9),
      );
      const noisy = image.map((value, i) => value + amount * noise[i]!);
      return structuralSimilarity(image, noisy, [side, side, 1]);
    };
    expect(scores(16, 0.1).multiple).toBeCloseTo(scores(16, 0.1).single, 12);
    expect(scores(96, 0.2).multiple).toBeLessThan(scores(96, 0.05).multiple);
    const image = noise.map((value) => 0.5 + 0.1 * value);
    const inverted = image.map((value) => 1 - value);
    expect(structuralSimilarity(image, image, [96, 96, 1]).multiple).toBeCloseTo(1, 12);
    expect(structuralSimilarity(image, inverted, [96, 96, 1]).multiple).toBe(0);
  });

  it('include a PSNR of 20 dB for an error of .1 everywhere', () => {
    const scorer = new PictureScorer();
    const shape = [1, 16, 16, 1];
    scorer.add({ shape, values: constant(0.5) }, { shape, values: constant(0.6) });
    expect(scorer.value().mse).toBeCloseTo(0.01, 6);
    expect(scorer.value().psnr).toBeCloseTo(20, 4);
  });
});
