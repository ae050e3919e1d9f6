/**
 * The models of the benchmark, each as a pure training step and its initial values. The dense and the convolutional VAE
 * are recipes of `@speil/images` with core's own training step. Seeds are fixed, so that every runner gets the same
 * values.
 */
import type { HostTensor, LayersArchitecture, LayerSpec, Recipe, TensorFunction } from '@speil/api';
import { normals, uniforms } from '@speil/core';
import { createAutoencoder, createOptimizer, trainingStep } from '@speil/core/tensor';
import type { Autoencoder } from '@speil/core/tensor';
import { initialVariables } from '@speil/core/training';
import { recipes } from '@speil/images/recipes';

type Values = Readonly<Record<string, HostTensor>>;

export interface FirstValues {
  readonly variables: Values;
  readonly optimizer: Values;
  readonly batch: Values;
  readonly noise: Values;
  readonly scalars: Values;
}

/** A training step. `inputs` are its initial values, by group. */
export interface BenchModel {
  readonly step: TensorFunction;
  readonly inputs: FirstValues;
}

/** A model of Speil's own, which can also decode. */
export interface VaeModel extends BenchModel {
  readonly autoencoder: Autoencoder;
}

const batch = 128;

/** The dense VAE of the Keras tutorials, 784-512-2, which most published speeds are about. */
export function denseVae(): VaeModel {
  const { model, training } = recipeOf('mnist-dense-vae');
  const wide = (layers: readonly LayerSpec[]): LayerSpec[] =>
    layers.map((layer) =>
      layer.type === 'dense' && layer.units === 400 ? { ...layer, units: 512 } : layer,
    );
  const { encoder, decoder } = model.architecture as LayersArchitecture;
  return vae(
    {
      ...model,
      name: 'dense-512-2',
      latentShape: [2],
      bottleneck: { kind: 'gaussian', size: 2 },
      architecture: { encoder: wide(encoder), decoder: wide(decoder) },
    },
    training,
  );
}

/** The network of the Keras example. */
export function convVae(): VaeModel {
  const { model, training } = recipeOf('mnist-vae');
  return vae(model, training);
}

function recipeOf(name: string): Recipe {
  return recipes.find((recipe) => recipe.name === name)!;
}

function vae(spec: Recipe['model'], training: Recipe['training']): VaeModel {
  const autoencoder = createAutoencoder(spec);
  const variables = initialVariables(autoencoder.declaration.variables, 1);
  const shapes = Object.entries(variables).map(([name, { shape }]) => [name, shape] as const);
  const [latent] = spec.latentShape;
  return {
    step: trainingStep(autoencoder, training),
    autoencoder,
    inputs: {
      variables,
      optimizer: createOptimizer(training.optimizer).init(Object.fromEntries(shapes)),
      batch: { x: { shape: [batch, 28, 28, 1], values: digits(batch * 784) } },
      noise: { posterior: noise(batch, latent!) },
      scalars: firstScalars,
    },
  };
}

const scalar = (value: number): HostTensor => ({ shape: [], values: Float32Array.of(value) });

/** A common learning rate, and a full KL term. */
export const firstScalars: Values = { learningRate: scalar(1e-3), beta: scalar(1) };

/** Mostly black with bright parts, as digits are. */
function digits(count: number): Float32Array {
  return uniforms({ seed: 1, purpose: 'synthetic' }, count).map((u) => (u > 0.8 ? u : 0));
}

/** @returns standard normals, `[rows, columns]`. */
export function noise(rows: number, columns: number): HostTensor {
  const values = normals({ seed: 1, purpose: 'trainingNoise' }, rows * columns);
  return { shape: [rows, columns], values };
}
