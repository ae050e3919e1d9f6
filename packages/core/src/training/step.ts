/**
 * One training step as a pure function: (variables, optimiser state, batch, noise, scalars) to (variables, optimiser
 * state, metrics). No read-back and no hidden randomness, so that any engine can execute it, or trace and compile it.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingSettings } from '@speil/api';
import type { TensorFunction } from '../engines/engine.js';
import { take, tensorFunction } from '../engines/tensor-function.js';
import type { Autoencoder } from '../autoencoder/autoencoder.js';
import { contextOf } from '../ops/context.js';
import { elboLoss } from '../objective/objective.js';
import { clipByNorm, globalNorm } from './clip.js';
import { valueAndGradients } from './gradients.js';
import { createOptimizer, type NamedTensors } from './optimizers/index.js';

/**
 * Inputs: `variables`, `optimizer`, `batch/x`, `batch/condition` of a conditional model, `batch/label` of one that learns
 * classes, `batch/input` of one that is given its input, `noise/*` (each declared noise), `scalars/{learningRate, beta}` and each scalar that the model declares.
 * Outputs: `variables`, `optimizer`, `metrics/{total, reconstruction, kl}`, `extras/*` of the family, and, with clipping,
 * `metrics/gradientNorm`.
 */
export function trainingStep(
  model: Autoencoder,
  settings: Pick<TrainingSettings, 'optimizer' | 'clipNorm'>,
): TensorFunction {
  const optimizer = createOptimizer(settings.optimizer);
  const { matching } = model.spec.objective;
  const pace = matching?.kind === 'adversary' ? (matching.pace ?? 1) : 1;
  const trainable = new Set(
    model.declaration.variables.filter((v) => v.trainable).map((v) => v.name),
  );

  return tensorFunction('training-step', (inputs) => {
    const all = inputs['variables']!;
    const trained = Object.fromEntries(Object.entries(all).filter(([name]) => trainable.has(name)));
    const { gradients, auxiliary } = valueAndGradients((variables) => {
      const updates: Record<string, tf.Tensor> = {};
      const context = contextOf({ ...inputs, variables: { ...all, ...variables } }, true, updates);
      const scalar = (name: string): tf.Scalar => take(inputs, 'scalars', name) as tf.Scalar;
      const { loss, extras, ...losses } = elboLoss(
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

    const metrics = unprefixed('metrics/', auxiliary);
    let descended: NamedTensors = gradients;
    if (settings.clipNorm !== null) {
      metrics['gradientNorm'] = globalNorm(gradients);
      descended = clipByNorm(gradients, metrics['gradientNorm'] as tf.Scalar, settings.clipNorm);
    }
    const learningRate = take(inputs, 'scalars', 'learningRate') as tf.Scalar;
    const update = optimizer.update(trained, descended, inputs['optimizer'] ?? {}, learningRate);
    const running = unprefixed('variables/', auxiliary);
    return {
      variables: { ...all, ...running, ...paced(trained, update.variables, pace) },
      optimizer: update.state,
      metrics,
      extras: unprefixed('extras/', auxiliary),
    };
  });
}

/** The discriminator's steps made longer or shorter, whatever the optimiser: its learning rate is a multiple of the model's. */
function paced(before: NamedTensors, after: NamedTensors, pace: number): NamedTensors {
  if (pace === 1) return after;
  return Object.fromEntries(
    Object.entries(after).map(([name, value]) => {
      const was = before[name]!;
      const stepped = (): tf.Tensor => tf.add(was, tf.mul(tf.sub(value, was), pace));
      return [name, name.startsWith('discriminator/') ? stepped() : value];
    }),
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
