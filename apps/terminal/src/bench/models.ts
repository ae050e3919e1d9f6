/**
 * The models of the benchmark, each as a pure training step and its initial values. The dense, the convolutional and the
 * colour VAE are recipes of `@speil/images` with core's own training step. Seeds are fixed, so that every runner gets the same
 * values.
 */
import {
  sizeOf,
  type HostTensor,
  type LayersArchitecture,
  type LayerSpec,
  type Recipe,
  type TensorFunction,
} from '@speil/api';
import { normals, uniforms } from '@speil/core';
import { createAutoencoder, createOptimizer, trainingStep } from '@speil/core/tensor';
import type { Autoencoder } from '@speil/core/tensor';
import { initialVariables } from '@speil/core/training';
import { fitRecipe, recipes } from '@speil/images/recipes';

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

/** What `speil train vae --data scenes` trains. */
export function colourVae(): VaeModel {
  const { model, training } = fitRecipe('vae', {
    data: 'scenes',
    shape: [64, 64, 3],
    count: 10_000,
  });
  return vae(model, training, { examples: 64, pixels: evenly });
}

function recipeOf(name: string): Recipe {
  return recipes.find((recipe) => recipe.name === name)!;
}

interface PictureOptions {
  readonly examples: number;
  /** Values from 0 to 1. */
  readonly pixels: (count: number) => Float32Array;
}

function vae(
  spec: Recipe['model'],
  training: Recipe['training'],
  { examples, pixels }: PictureOptions = { examples: batch, pixels: digits },
): VaeModel {
  const autoencoder = createAutoencoder(spec);
  const variables = initialVariables(autoencoder.declaration.variables, 1);
  const shapes = Object.entries(variables).map(([name, { shape }]) => [name, shape] as const);
  const [latent] = spec.latentShape;
  const shape = [examples, ...spec.codec.shape];
  return {
    step: trainingStep(autoencoder, training),
    autoencoder,
    inputs: {
      variables,
      optimizer: createOptimizer(training.optimizer).init(Object.fromEntries(shapes)),
      batch: { x: { shape, values: pixels(sizeOf(shape)) } },
      noise: { posterior: noise(examples, latent!) },
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

const evenly = (count: number): Float32Array => uniforms({ seed: 1, purpose: 'synthetic' }, count);

/** @returns standard normals, `[rows, columns]`. */
export function noise(rows: number, columns: number): HostTensor {
  const values = normals({ seed: 1, purpose: 'trainingNoise' }, rows * columns);
  return { shape: [rows, columns], values };
}
