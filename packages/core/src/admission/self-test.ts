/**
 * The gradient self-test that admits an engine. It runs one training step of a tiny model with every kind of layer and
 * a reduced input. The step is plain gradient descent at rate 1, so the change of each variable is minus its gradient.
 * The gradients are compared with reference values of the `cpu` engine, which agree with finite differences
 * (self-test.test.ts checks both). The model has few pixels and only two steps of a sequence, because a browser runs
 * the self-test at each start.
 */
import { modelSpecSchema, sizeOf, type ModelSpecInput } from '@speil/api';
import { createAutoencoder } from '../autoencoder/autoencoder.js';
import { initialVariables } from '../random/initial-weights.js';
import { normals, uniforms } from '../random/streams.js';
import { keptBy } from '../engines/tensor-function.js';
import { trainingStep } from '../training/step.js';
import type { Engine, Groups, HostTensor } from '../engines/engine.js';
import { downloadAll, uploadAll } from '../engines/engine.js';
import { selfTestReference } from './self-test-reference.js';

const batch = 3;
const seed = 20;

/**
 * The model covers the cases in which backends have been found wrong: odd sides, strides, a 1 x 1 kernel with a stride,
 * pooling of negative values and with incomplete windows, steps that depend on each other, and a batch of more than one
 * item. A masked convolution is an elementwise product and a convolution, so it needs no layer here.
 */
export const selfTestModel: ModelSpecInput = {
  name: 'self-test',
  family: 'vae',
  codec: { id: 'image', shape: [14, 12, 2] },
  latentShape: [2],
  // A reduction by `average` uses the same matrix products with different weights.
  input: { kind: 'reduced', factor: 2, method: 'bicubic' },
  architecture: {
    encoder: [
      {
        type: 'residual',
        layers: [{ type: 'conv2d', filters: 3, kernelSize: 3, strides: 2, activation: 'linear' }],
      },
      { type: 'maxPool2d', poolSize: 2 },
      { type: 'batchNormalization', momentum: 0.9 },
      { type: 'flatten' },
      { type: 'dense', units: 5, activation: 'elu' },
      { type: 'dropout', rate: 0.25 },
    ],
    decoder: [
      { type: 'repeatVector', steps: 2 },
      { type: 'flatten' },
      { type: 'dense', units: 12, activation: 'tanh' },
      { type: 'reshape', shape: [2, 2, 3] },
      { type: 'conv2dTranspose', filters: 4, kernelSize: 3, strides: 2, activation: 'swish' },
      { type: 'upSample2d', size: 2 },
      { type: 'conv2d', filters: 3, kernelSize: 2, padding: 'valid', activation: 'leakyRelu' },
      {
        type: 'conv2dTranspose',
        filters: 2,
        kernelSize: 1,
        padding: 'valid',
        activation: 'linear',
      },
      { type: 'averagePool2d', poolSize: 2 },
      { type: 'reshape', shape: [2, 9] },
      { type: 'residual', layers: [{ type: 'layerNormalization' }] },
      // This layer is near the end, where gradients are large, so that a wrong gate is detected.
      { type: 'lstm', units: 3, returnSequences: true },
      { type: 'gru', units: 5 },
      { type: 'dense', units: 336 },
      { type: 'reshape', shape: [14, 12, 2] },
    ],
  },
  bottleneck: { kind: 'gaussian', size: 2 },
  objective: { likelihood: { kind: 'bernoulli' } },
};

const model = createAutoencoder(modelSpecSchema.parse(selfTestModel));

/** The inputs of the self-test's step, from seeded streams. */
export function selfTestInputs(): Groups<HostTensor> {
  const { variables, noise } = model.declaration;
  const noisy = noise.map((declared, operation) => {
    const draw = declared.distribution === 'normal' ? normals : uniforms;
    const shape = [batch, ...declared.shape];
    const values = draw({ seed, purpose: 'trainingNoise', operation }, sizeOf(shape));
    return [declared.name, { shape, values }] as const;
  });
  const shape = [batch, ...model.spec.codec.shape];
  return {
    variables: enlarged(initialVariables(variables, seed)),
    batch: { x: { shape, values: uniforms({ seed, purpose: 'synthetic' }, sizeOf(shape)) } },
    noise: Object.fromEntries(noisy),
    scalars: {
      beta: { shape: [], values: Float32Array.of(0.5) },
      learningRate: { shape: [], values: Float32Array.of(1) },
    },
  };
}

/**
 * Doubles the initial weights of the decoder, because otherwise the effect of a state on the next step would be below
 * the tolerance.
 */
function enlarged(variables: Record<string, HostTensor>): Record<string, HostTensor> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, { shape, values }]) => {
      const factor = /^decoder\/.*\/(?:kernel|recurrent)$/u.test(name) ? 2 : 1;
      return [name, { shape, values: values.map((value) => value * factor) }];
    }),
  );
}

export const selfTestStep = trainingStep(model, { optimizer: { name: 'sgd' }, clipNorm: null });

/** Names of the variables that have a gradient. */
export const selfTestTrained = model.declaration.variables
  .filter((variable) => variable.trainable)
  .map((variable) => variable.name);

/**
 * Describes the gradient of each trained variable by two numbers: its sum, and its inner product with a fixed random
 * direction.
 */
export async function selfTestGradients(engine: Engine): Promise<Record<string, [number, number]>> {
  const inputs = selfTestInputs();
  const residents = Object.fromEntries(
    Object.entries(inputs).map(([group, values]) => [group, uploadAll(engine, values)]),
  );
  const outputs = await engine.compile(selfTestStep)(residents);
  const after = await downloadAll(engine, outputs['variables']!);
  engine.release(keptBy(selfTestStep, residents));
  engine.release(outputs);
  return Object.fromEntries(
    selfTestTrained.map((name, operation) => {
      const before = inputs['variables']![name]!.values;
      const gradient = before.map((value, i) => value - after[name]!.values[i]!);
      const direction = selfTestDirection(operation, gradient.length);
      return [name, [sum(gradient), sum(gradient.map((g, i) => g * direction[i]!))]];
    }),
  );
}

export function selfTestDirection(operation: number, length: number): Float32Array {
  return normals({ seed, purpose: 'synthetic', operation: operation + 1 }, length);
}

/**
 * Compares an engine's gradients of a small model with those of a reference.
 *
 * @returns the largest error of the numbers that describe the gradients, relative to the number or to 1, whichever is
 *   larger. Correct engines give less than 1e-4.
 */
export async function selfTest(engine: Engine): Promise<number> {
  const gradients = await selfTestGradients(engine);
  const errors = Object.entries(selfTestReference).flatMap(([name, expected]) =>
    expected.map((value, i) => {
      const error = Math.abs((gradients[name]?.[i] ?? NaN) - value) / Math.max(1, Math.abs(value));
      return Number.isFinite(error) ? error : Infinity;
    }),
  );
  return Math.max(...errors);
}
/** Tolerance. GPUs may compute in lower precision, but a wrong kernel gives a far larger error. */
/** The largest error with which an engine is admitted. */
selfTest.tolerance = 1e-3;

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
