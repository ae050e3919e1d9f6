/** Loads each layer that has a counterpart in tfjs's LayersModel with tfjs itself, and compares it with ours. */
import * as tf from '@tensorflow/tfjs';
import {
  activationSchema,
  layerSchema,
  likelihoodSchema,
  modelSpecSchema,
  type LayerInput,
  type LikelihoodSpec,
} from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { downloadAll, uploadAll, type Engine } from '../engines/engine.js';
import { loadEngine } from '../admission/load.js';
import { modelFiles, readModel, type ReadModel } from '../files/model-files.js';
import { fromFiles } from '../files/sources.js';
import { decoding, encoding } from '../functions/model-functions.js';
import { createAutoencoder } from '../autoencoder/autoencoder.js';
import { initialVariables } from '../random/initial-weights.js';
import { normals } from '../random/streams.js';
import { tinySequences } from '../testing/tiny-sequences.js';
import { exportModel } from './export-model.js';

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine('cpu');
});

const batch = 3;
const shape = [7, 6, 2];

interface Case {
  readonly layers: readonly LayerInput[];
  /** Number of values that the layers give. */
  readonly size: number;
}

const steps: LayerInput = { type: 'reshape', shape: [7, 12] };
const vector: LayerInput[] = [{ type: 'flatten' }, { type: 'dense', units: 4 }];

const cases: Readonly<Record<string, Case>> = {
  'a dense layer': { layers: vector, size: 4 },
  'a dense layer at each step': { layers: [steps, { type: 'dense', units: 3 }], size: 21 },
  'a convolution with a stride': {
    layers: [{ type: 'conv2d', filters: 3, kernelSize: 3, strides: 2 }],
    size: 36,
  },
  'a convolution without padding': {
    layers: [{ type: 'conv2d', filters: 3, kernelSize: 2, padding: 'valid' }],
    size: 90,
  },
  'a transposed convolution with a stride': {
    layers: [{ type: 'conv2dTranspose', filters: 3, kernelSize: 3, strides: 2 }],
    size: 504,
  },
  'a transposed convolution without padding': {
    layers: [{ type: 'conv2dTranspose', filters: 1, kernelSize: 3, strides: 2, padding: 'valid' }],
    size: 195,
  },
  'max pooling': { layers: [{ type: 'maxPool2d', poolSize: 3 }], size: 8 },
  'max pooling with padding': {
    layers: [{ type: 'maxPool2d', poolSize: 3, padding: 'same' }],
    size: 12,
  },
  'average pooling that leaves a rest': {
    layers: [{ type: 'averagePool2d', poolSize: 2 }],
    size: 18,
  },
  upsampling: { layers: [{ type: 'upSample2d', size: 2 }], size: 336 },
  flattening: { layers: [{ type: 'flatten' }, { type: 'flatten' }], size: 84 },
  'a reshape': { layers: [steps], size: 84 },
  'batch normalisation': {
    layers: [{ type: 'batchNormalization', momentum: 0.9, epsilon: 0.01 }],
    size: 84,
  },
  'layer normalisation': { layers: [{ type: 'layerNormalization', epsilon: 0.01 }], size: 84 },
  'layer normalisation of steps': { layers: [steps, { type: 'layerNormalization' }], size: 84 },
  dropout: { layers: [{ type: 'dropout', rate: 0.5 }], size: 84 },
  'a repeated vector': { layers: [...vector, { type: 'repeatVector', steps: 3 }], size: 12 },
  'an LSTM': { layers: [steps, { type: 'lstm', units: 5 }], size: 5 },
  'an LSTM that gives all states': {
    layers: [steps, { type: 'lstm', units: 5, returnSequences: true }],
    size: 35,
  },
  ...Object.fromEntries(
    activationSchema.options.map((activation) => [
      `the activation ${activation}`,
      { layers: [{ type: 'conv2d', filters: 2, kernelSize: 3, activation }], size: 84 },
    ]),
  ),
};

/**
 * An autoencoder whose encoder consists only of these layers. Its weights are not the initial ones, so that no layer
 * has a neutral effect.
 */
async function modelOf({ layers, size }: Case, likelihood: LikelihoodSpec = { kind: 'mse' }) {
  const spec = modelSpecSchema.parse({
    name: 'a-layer',
    family: 'ae',
    codec: { id: 'image', shape },
    latentShape: [2],
    architecture: {
      encoder: layers,
      decoder: [
        { type: 'dense', units: 84 },
        { type: 'reshape', shape },
      ],
    },
    bottleneck: { kind: 'deterministic', size: 2 },
    objective: { likelihood },
  });
  const model = createAutoencoder(spec);
  const head = model.declaration.variables.find(({ name }) => name === 'bottleneck/mean/kernel')!;
  expect(head.shape).toEqual([size, 2]);
  const started = initialVariables(model.declaration.variables, 4);
  const variables = Object.fromEntries(
    Object.entries(started).map(([name, { shape: own, values }], operation) => {
      const noise = normals({ seed: 8, purpose: 'synthetic', operation }, values.length);
      // Values only increase, so that a variance stays positive.
      return [name, { shape: own, values: values.map((v, i) => v + 0.1 * Math.abs(noise[i]!)) }];
    }),
  );
  return { model, read: await readModel(fromFiles('a-layer', modelFiles(spec, variables))) };
}

async function loadByTfjs(files: Record<string, Uint8Array>, part: 'encoder' | 'decoder') {
  const json = JSON.parse(new TextDecoder().decode(files[`${part}/model.json`])) as {
    modelTopology: object;
    weightsManifest: [{ weights: tf.io.WeightsManifestEntry[] }];
  };
  await tf.setBackend('cpu');
  return tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest[0].weights,
      weightData: files[`${part}/weights.bin`]!.slice().buffer,
    }),
  );
}

/**
 * A likelihood of each kind, and whether a tfjs layer gives its mean. The likelihood `groove` is only for sequences.
 */
const likelihoods: readonly { readonly spec: LikelihoodSpec; readonly exported: boolean }[] = [
  { spec: { kind: 'bernoulli' }, exported: true },
  { spec: { kind: 'gaussian', variance: 0.1 }, exported: true },
  { spec: { kind: 'gaussian', variance: 'learned' }, exported: true },
  { spec: { kind: 'continuousBernoulli' }, exported: false },
  { spec: { kind: 'discretizedLogistic' }, exported: true },
  { spec: { kind: 'categorical' }, exported: true },
  { spec: { kind: 'categorical', parts: [1, 1] }, exported: false },
  { spec: { kind: 'mse' }, exported: true },
];

const values = normals({ seed: 6, purpose: 'synthetic' }, batch * 84);

describe('a tfjs export', () => {
  it.each(Object.entries(cases))('of %s gives the same outputs as our model', async (_, one) => {
    const { model, read } = await modelOf(one);
    const files = await exportModel(read, 'tfjs');
    const residents = {
      variables: uploadAll(engine, read.variables),
      batch: uploadAll(engine, { x: { shape: [batch, ...shape], values } }),
    };
    const outputs = await engine.compile(encoding(model))(residents);
    const ours = (await downloadAll(engine, outputs['out']!))['mean']!.values;
    const loaded = await loadByTfjs(files, 'encoder');
    const theirs = (loaded.predict(tf.tensor(values, [batch, ...shape])) as tf.Tensor).dataSync();
    expect(theirs.length).toBe(ours.length);
    const apart = ours.map((value, i) => Math.abs(value - theirs[i]!));
    expect(Math.max(...apart)).toBeLessThan(1e-5);
    // All zeros would also be equal, so check that the values are not zero.
    expect(Math.max(...ours.map(Math.abs))).toBeGreaterThan(0.05);
  });

  it.each(likelihoods)('gives the mean of $spec, or is refused', async ({ spec, exported }) => {
    const { model, read } = await modelOf({ layers: vector, size: 4 }, spec);
    if (!exported) {
      await expect(exportModel(read, 'tfjs')).rejects.toThrow(
        `has a ${spec.kind} mean, which no layer of tfjs gives: it can be exported as safetensors.`,
      );
      return;
    }
    const z = values.slice(0, batch * 2);
    const residents = {
      variables: uploadAll(engine, read.variables),
      batch: uploadAll(engine, { z: { shape: [batch, 2], values: z } }),
    };
    const outputs = await engine.compile(decoding(model))(residents);
    const ours = (await downloadAll(engine, outputs['out']!))['mean']!.values;
    const loaded = await loadByTfjs(await exportModel(read, 'tfjs'), 'decoder');
    const theirs = (loaded.predict(tf.tensor(z, [batch, 2])) as tf.Tensor).dataSync();
    const apart = ours.map((value, i) => Math.abs(value - theirs[i]!));
    expect(Math.max(...apart)).toBeLessThan(1e-5);
  });

  it('is tested for every likelihood', () => {
    const known = likelihoodSchema.options.map((option) => option.shape.kind.value);
    const tried = likelihoods.map(({ spec }) => spec.kind);
    expect(known.filter((kind) => !tried.includes(kind))).toEqual(['groove']);
  });

  it('is refused with an error of one line for a sequence', async () => {
    const { spec } = tinySequences.categorical;
    const read = { file: { format: 1, spec }, variables: {} } as unknown as ReadModel;
    await expect(exportModel(read, 'tfjs')).rejects.toThrow(
      `Model ${spec.name} is a sequence: it can be exported as safetensors. Received: format=tfjs.`,
    );
  });

  it('is tested for every layer that tfjs has', () => {
    const tried = Object.values(cases).flatMap(({ layers }) => layers.map(({ type }) => type));
    const known = layerSchema.options.map((option) => option.shape.type.value);
    const missing = known.filter((type) => !tried.includes(type));
    expect(missing.sort()).toEqual(['gru', 'residual']);
  });

  it.each<{ before?: LayerInput; layer: LayerInput; size?: number }>([
    { layer: { type: 'gru', units: 2 }, size: 2 },
    { layer: { type: 'residual', layers: [{ type: 'dense', units: 12 }] } },
    {
      before: { type: 'reshape', shape: [7, 12, 1] },
      layer: { type: 'upSample2d', size: 2, interpolation: 'bilinear' },
      size: 336,
    },
  ])(
    'is refused with an error of one line for a layer that tfjs lacks: $layer.type',
    async ({ before = steps, layer, size = 84 }) => {
      const { read } = await modelOf({ layers: [before, layer], size });
      await expect(exportModel(read, 'tfjs')).rejects.toThrow(
        `architecture.encoder[1] (${layer.type}) has no counterpart among tfjs's layers; export as onnx instead.`,
      );
    },
  );
});
