/**
 * One training step as a pure function from (variables, optimiser state, batch, noise, scalars) to (variables,
 * optimiser state, metrics). It reads no values back and has no hidden randomness, so that any engine can execute it,
 * or trace and compile it.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { TrainingSettings } from '@speil/api';
import type { TensorFunction } from '../engines/engine.js';
import { take, tensorFunction, type TensorBody } from '../engines/tensor-function.js';
import type { Autoencoder } from '../autoencoder/autoencoder.js';
import { createContext } from '../ops/context.js';
import { computeObjective } from '../objective/objective.js';
import { valueAndGradients } from './gradients.js';
import { clipByGlobalNorm } from './optimizers/clip-by-global-norm.js';
import { chain, type NamedTensors, type Optimizer } from './optimizers/optimizer.js';
import { createOptimizer } from './optimizers/optimizers.js';
import { scaleSteps } from './optimizers/scale-steps.js';

/**
 * Inputs:
 * - `variables` and `optimizer`
 * - `batch/x`: the items
 * - `batch/condition`: if the model is conditional
 * - `batch/label`: if the model learns classes
 * - `batch/input`: if the dataset supplies an encoder input that differs from the item
 * - `noise/*`: each noise that the model declares
 * - `scalars/learningRate`, `scalars/beta`, and each scalar that the model declares
 *
 * A call consumes `variables` and `optimizer`: it releases them.
 *
 * Outputs: `variables`, `optimizer`, `metrics/{total, reconstruction, kl}`, the family's `extras/*`, and, with
 * clipping, `metrics/gradientNorm`.
 */
export function trainingStep(
  model: Autoencoder,
  settings: Pick<TrainingSettings, 'optimizer' | 'clipNorm'>,
): TensorFunction {
  const optimizer = createStepOptimizer(model, settings);
  const trainable = new Set(
    model.declaration.variables.filter((v) => v.trainable).map((v) => v.name),
  );

  const body: TensorBody = (inputs) => {
    const all = inputs['variables']!;
    const trained = Object.fromEntries(Object.entries(all).filter(([name]) => trainable.has(name)));
    const { gradients, auxiliary } = valueAndGradients((variables) => {
      const updates: Record<string, tf.Tensor> = {};
      const context = createContext(
        { ...inputs, variables: { ...all, ...variables } },
        true,
        updates,
      );
      const scalar = (name: string): tf.Scalar => take(inputs, 'scalars', name) as tf.Scalar;
      const { loss, extras, ...losses } = computeObjective(
        model,
        take(inputs, 'batch', 'x'),
        { beta: scalar('beta'), scalar },
        context,
        inputs['batch'],
      );
      const auxiliary = {
        ...prefixed('metrics/', losses),
        ...prefixed('extras/', extras),
        ...prefixed('variables/', updates),
      };
      return { loss, auxiliary };
    }, trained);

    const learningRate = take(inputs, 'scalars', 'learningRate') as tf.Scalar;
    const update = optimizer.update(trained, gradients, inputs['optimizer'] ?? {}, learningRate);
    const running = unprefixed('variables/', auxiliary);
    return {
      variables: { ...all, ...running, ...update.variables },
      optimizer: update.state,
      metrics: { ...unprefixed('metrics/', auxiliary), ...update.metrics },
      extras: unprefixed('extras/', auxiliary),
    };
  };
  return tensorFunction('training-step', body, { consumes: ['variables', 'optimizer'] });
}

/**
 * The optimiser of the settings, with clipping, and with a separate rate for the discriminator if the model has one.
 */
export function createStepOptimizer(
  { spec: { objective } }: Pick<Autoencoder, 'spec'>,
  { optimizer, clipNorm }: Pick<TrainingSettings, 'optimizer' | 'clipNorm'>,
): Optimizer {
  const { priorMatching } = objective;
  const rate = priorMatching?.kind === 'adversarial' ? (priorMatching.discriminatorRate ?? 1) : 1;
  return chain(
    scaleSteps(rate, (name) => name.startsWith('discriminator/')),
    ...(clipNorm === null ? [] : [clipByGlobalNorm(clipNorm)]),
    createOptimizer(optimizer),
  );
}

function prefixed(prefix: string, tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, t]) => [prefix + name, t]));
}

function unprefixed(prefix: string, tensors: NamedTensors): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, t]) => [name.slice(prefix.length), t]),
  );
}
