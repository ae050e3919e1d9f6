import { describe, expect, it } from 'vitest';
import { createBatch, rowOf, stackRows } from '../contracts/batch.js';
import { trainingEventSchema } from './events.js';
import { layerSchema } from './layers.js';
import { modelSpecSchema } from './model-spec.js';
import { parseJson, parseWith } from './parse.js';
import { trainingSettingsSchema } from './training-settings.js';

describe('schemas', () => {
  it('fill in the defaults of training', () => {
    expect(trainingSettingsSchema.parse({ epochs: 3 })).toEqual({
      epochs: 3,
      batchSize: 128,
      optimizer: { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      learningRate: { kind: 'constant', value: 1e-3 },
      beta: { kind: 'constant', value: 1 },
      clipNorm: null,
      earlyStopping: null,
      seed: 1,
      checkpoint: { everySteps: 500, keep: 3 },
      sampleEverySteps: 100,
    });
  });

  it.each([
    [{ type: 'dense', units: 1e9 }],
    [{ type: 'dense', units: -3 }],
    [{ type: 'dense', units: 2.5 }],
    [{ type: 'lambda', code: 'x' }],
    [{ type: 'dense', units: 3, initializer: 'file:///etc/passwd' }],
    [{ type: 'dropout', rate: 1 }],
    [{ type: 'reshape', shape: [] }],
  ])('refuse the layer %j', (layer) => {
    expect(layerSchema.safeParse(layer).success).toBe(false);
  });

  it('refuse a picture outside its folder', () => {
    const sample = { type: 'sample', time: 1, step: 1, kind: 'samples' };
    const parse = (file: string) => trainingEventSchema.safeParse({ ...sample, file }).success;
    expect(parse('samples/000100-samples.png')).toBe(true);
    expect(['../x.png', 'samples/../../x', '/etc/passwd', 'samples/a/b'].map(parse)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('report in one line which data do not fit', () => {
    expect(() => parseWith(modelSpecSchema, { name: 'A B' }, 'model.json')).toThrow(
      /^model\.json is not valid: name: .*\.$/u,
    );
    expect(() => parseJson(modelSpecSchema, '{', 'model.json')).toThrow(
      'model.json is not valid JSON.',
    );
  });
});

describe('a batch', () => {
  it('must have as many values as its shape says', () => {
    expect(() => createBatch([2, 3], new Float32Array(5))).toThrow(
      'A batch of shape [2, 3] must hold 6 values. Received: 5.',
    );
    expect(() => createBatch([], new Float32Array(1))).toThrow(/must be \[batch, \.\.\.\]/u);
  });

  it('is stacked from rows and returns them', () => {
    const batch = stackRows([Float32Array.of(1, 2), Float32Array.of(3, 4)], [2]);
    expect([...rowOf(batch, 1)]).toEqual([3, 4]);
    expect(() => rowOf(batch, 2)).toThrow(/from 0 to 1. Received: 2/u);
    expect(() => stackRows([Float32Array.of(1)], [2])).toThrow(/Row 0 must hold 2 values/u);
  });
});
