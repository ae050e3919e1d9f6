/**
 * The training step of `melody-2bar` on one-hot rows, as in its recipe, with teacher forcing instead of scheduled
 * sampling.
 */
import type { Recipe } from '@speil/api';
import { uniforms } from '@speil/core';
import { createAutoencoder, createOptimizer, trainingStep } from '@speil/core/tensor';
import { initialVariables } from '@speil/core/training';
import { recipes } from '@speil/music/recipes';
import { firstScalars, noise, type BenchModel } from './models.js';

const batch = 64;

export function melodyVae(): BenchModel {
  const { model, training } = forced(recipes.find(({ name }) => name === 'melody-2bar')!);
  const autoencoder = createAutoencoder(model);
  const variables = initialVariables(autoencoder.declaration.variables, 1);
  const shapes = Object.entries(variables).map(([name, { shape }]) => [name, shape] as const);
  const [rows, depth] = model.codec.shape as [number, number];
  return {
    step: trainingStep(autoencoder, training),
    inputs: {
      variables,
      optimizer: createOptimizer(training.optimizer).init(Object.fromEntries(shapes)),
      batch: { x: { shape: [batch, rows, depth], values: notes(batch * rows, depth) } },
      noise: { posterior: noise(batch, model.latentShape[0]!) },
      scalars: firstScalars,
    },
  };
}

function forced({ model, training }: Recipe): Pick<Recipe, 'model' | 'training'> {
  const { architecture } = model;
  return 'kind' in architecture
    ? { model: { ...model, architecture: { ...architecture, samples: false } }, training }
    : { model, training };
}

function notes(rows: number, depth: number): Float32Array {
  const values = new Float32Array(rows * depth);
  const drawn = uniforms({ seed: 2, purpose: 'synthetic' }, rows);
  drawn.forEach((u, row) => {
    values[row * depth + Math.floor(u * depth)] = 1;
  });
  return values;
}
