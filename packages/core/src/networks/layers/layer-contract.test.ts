/** Runs the contract on every layer, and on one from outside the package that follows the checklist in CONTRIBUTING. */
import * as tf from '@tensorflow/tfjs-core';
import { layerSchema, type LayerInput } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../../admission/load.js';
import { affine, misfit } from '../../model-spec/layers/layer.js';
import { declareLayer } from '../../model-spec/layers/layers.js';
import { layerContract, type LayerContract } from '../../testing/layer-contract.js';
import { dense } from './dense.js';
import { applyLayer } from './layers.js';

beforeAll(async () => {
  await loadEngine('cpu');
  await tf.setBackend('cpu');
});

/**
 * A layer of each type, with an input shape that it accepts. Activations are smooth, so that finite differences are
 * accurate.
 */
const layers: readonly { readonly layer: LayerInput; readonly inputShape: readonly number[] }[] = [
  { layer: { type: 'dense', units: 3, activation: 'tanh' }, inputShape: [4] },
  { layer: { type: 'conv2d', filters: 2, kernelSize: 3, strides: 2 }, inputShape: [5, 4, 2] },
  {
    layer: { type: 'conv2dTranspose', filters: 2, kernelSize: 3, strides: 2 },
    inputShape: [2, 3, 2],
  },
  { layer: { type: 'maxPool2d', poolSize: 2 }, inputShape: [4, 4, 2] },
  { layer: { type: 'upSample2d', size: 2 }, inputShape: [2, 3, 1] },
  { layer: { type: 'flatten' }, inputShape: [2, 3, 2] },
  { layer: { type: 'reshape', shape: [3, 2] }, inputShape: [6] },
  { layer: { type: 'batchNormalization' }, inputShape: [4] },
  { layer: { type: 'dropout', rate: 0.4 }, inputShape: [6] },
  { layer: { type: 'layerNormalization' }, inputShape: [5] },
  { layer: { type: 'averagePool2d', poolSize: 2 }, inputShape: [5, 4, 2] },
  { layer: { type: 'lstm', units: 3 }, inputShape: [3, 2] },
  { layer: { type: 'gru', units: 3, returnSequences: true }, inputShape: [3, 2] },
  { layer: { type: 'repeatVector', steps: 3 }, inputShape: [2] },
  {
    layer: { type: 'residual', layers: [{ type: 'dense', units: 3, activation: 'tanh' }] },
    inputShape: [4],
  },
];

const others: Record<
  string,
  { readonly layer: LayerInput; readonly inputShape: readonly number[] }
> = {
  'residual that enlarges': {
    layer: {
      type: 'residual',
      layers: [{ type: 'conv2dTranspose', filters: 3, kernelSize: 4, strides: 2 }],
      interpolation: 'bilinear',
    },
    inputShape: [2, 3, 2],
  },
  'bilinear upSample2d': {
    layer: { type: 'upSample2d', size: 3, interpolation: 'bilinear' },
    inputShape: [2, 3, 2],
  },
};

for (const [name, { layer, inputShape }] of [
  ...layers.map((one) => [one.layer.type, one] as const),
  ...Object.entries(others),
]) {
  const spec = layerSchema.parse(layer);
  layerContract(name, {
    inputShape,
    declare: (shape, at) => declareLayer(spec, shape, at),
    apply: (at, x, context) => applyLayer({ spec, name: at }, x, context),
  });
}

describe('the contract of layers', () => {
  it('is tested for every layer in the table', () => {
    const known = layerSchema.options.map((option) => option.shape.type.value);
    expect(layers.map(({ layer }) => layer.type).sort()).toEqual([...known].sort());
  });
});

/** Self-attention with one head (Vaswani et al. 2017, equation 1), over steps `[steps, n]`. */
const attention: LayerContract = {
  inputShape: [3, 4],
  declare(inputShape, name) {
    const [, n, ...rest] = inputShape;
    if (n === undefined || rest.length > 0) {
      throw misfit(name, 'attention', 'an input of [steps, n]', inputShape);
    }
    return {
      outputShape: inputShape,
      variables: ['query', 'key', 'value'].flatMap((part) =>
        affine(`${name}/${part}`, [n, n], n, n, n),
      ),
      noise: [],
    };
  },
  apply(name, x, context) {
    const [query, key, value] = ['query', 'key', 'value'].map((part) =>
      dense(`${name}/${part}`, x, context),
    ) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(x.shape.at(-1)!));
    return tf.matMul(tf.softmax(scores), value);
  },
};
layerContract('self-attention from outside', attention);
