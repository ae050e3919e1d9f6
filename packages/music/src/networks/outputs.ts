/** How a step is drawn from what a decoder says of it; greedily, or with noise at a temperature. */
import * as tf from '@tensorflow/tfjs-core';
import { drawData, drawOneHot, type LayerContext } from '@speil/core/tensor';
import { names, type DecoderPlan } from './architecture.js';

export interface Chance {
  /** Uniform on [0, 1), `[batch, depth]`: of this step and part. */
  readonly noise: tf.Tensor;
  /** Above 0; divides the logits. */
  readonly temperature: tf.Tensor;
}

/**
 * @param output of the decoder's projection, `[batch, depth (+ nade)]`.
 * @param chance absent for the likeliest.
 * @returns `[batch, depth]`: a one-hot row, zeros and ones, or hits with velocities and offsets.
 */
export function drawStep(
  { kind, depth, prefix }: DecoderPlan,
  output: tf.Tensor,
  context: LayerContext,
  chance?: Chance,
): tf.Tensor {
  switch (kind) {
    case 'categorical':
      return drawOneHot(output, chance);
    case 'boolean':
      // A hit at a probability of exactly a half counts here, and does not in a groove, as in magenta-js.
      return chance === undefined
        ? tf.cast(tf.greaterEqual(output, 0), 'float32')
        : hit(output, chance);
    case 'groove': {
      const [hits, velocities, offsets] = tf.split(output, 3, 1) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const drawn =
        chance === undefined
          ? tf.cast(tf.greater(hits, 0), 'float32')
          : hit(hits, { ...chance, noise: tf.split(chance.noise, 3, 1)[0]! });
      return tf.concat([drawn, tf.sigmoid(velocities), tf.tanh(offsets)], 1);
    }
    case 'nade':
      return drawNade(prefix, depth, output, context, chance);
  }
}

/** Zeros and ones, each by itself. */
function hit(logits: tf.Tensor, { noise, temperature }: Chance): tf.Tensor {
  return drawData({ kind: 'bernoulli' }, logits, noise, temperature);
}

/** One number after the other, each given those before it (Larochelle & Murray 2011, equations 10 and 11). */
function drawNade(
  prefix: string,
  depth: number,
  output: tf.Tensor,
  context: LayerContext,
  chance: Chance | undefined,
): tf.Tensor {
  const flat = (name: string): tf.Tensor =>
    tf.reshape(context.variable(`${names.nade(prefix)}/${name}`), [depth, -1]);
  const encoding = flat('w_enc');
  const decoding = flat('w_dec_t');
  const hidden = encoding.shape[1]!;
  const [start, biases] = tf.split(output, [hidden, depth], 1) as [tf.Tensor, tf.Tensor];
  const noise = chance && tf.split(chance.noise, depth, 1);
  const drawn: tf.Tensor[] = [];
  let sum = start;
  tf.split(biases, depth, 1).forEach((bias, i) => {
    const row = (weights: tf.Tensor): tf.Tensor => tf.slice(weights, [i, 0], [1, hidden]);
    const logit = tf.add(bias, tf.matMul(tf.sigmoid(sum), row(decoding), false, true));
    const value =
      chance === undefined
        ? tf.cast(tf.greaterEqual(logit, 0), 'float32')
        : hit(logit, { ...chance, noise: noise![i]! });
    sum = tf.add(sum, tf.matMul(value, row(encoding)));
    drawn.push(value);
  });
  return tf.concat(drawn, 1);
}
