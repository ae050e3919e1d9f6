/**
 * Computes rows from a decoder's outputs: the most likely row, or a draw with noise at a temperature. Also computes the
 * logits of a row.
 */
import * as tf from '@tensorflow/tfjs-core';
import { drawOneHot } from '../../likelihoods/categorical.js';
import { bernoulli } from '../../likelihoods/bernoulli.js';
import { groove } from '../../likelihoods/groove.js';
import type { SamplingNoise } from '../../likelihoods/likelihood.js';
import { sequenceNames as names, type SequenceDecoder } from '../../model-spec/sequence.js';
import type { LayerContext } from '../../ops/context.js';

/**
 * @param output the decoder's projection, `[batch, depth (+ nade)]`.
 * @param sampling uniform noise, `[batch, depth]` (for a categorical row, `[batch, 1]` is enough), and a temperature.
 *   Without it, the row is the most likely one.
 * @returns `[batch, depth]`: a one-hot row, zeros and ones, or hits with velocities and offsets.
 */
export function drawRow(
  { kind, depth, prefix }: SequenceDecoder,
  output: tf.Tensor,
  context: LayerContext,
  sampling?: SamplingNoise,
): tf.Tensor {
  switch (kind) {
    case 'categorical':
      return drawOneHot(output, sampling);
    case 'boolean':
      // As in magenta-js, a probability of exactly 1/2 is a hit here, but not in a groove.
      return sampling === undefined
        ? tf.cast(tf.greaterEqual(output, 0), 'float32')
        : bernoulli.sample(output, sampling);
    case 'groove': {
      if (sampling !== undefined) {
        return groove.sample(output, sampling);
      }
      const [hits, velocities, offsets] = tf.split(output, 3, 1) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const drawn = tf.cast(tf.greater(hits, 0), 'float32');
      return tf.concat([drawn, tf.sigmoid(velocities), tf.tanh(offsets)], 1);
    }
    case 'nade':
      return nade(prefix, depth, output, context, (logit, i) => {
        if (sampling === undefined) return tf.cast(tf.greaterEqual(logit, 0), 'float32');
        return bernoulli.sample(logit, {
          ...sampling,
          noise: tf.slice(sampling.noise, [0, i], [-1, 1]),
        });
      }).values;
  }
}

/**
 * Computes the input of the likelihood. It is the decoder's output itself, except with a NADE: there, the logit of each
 * value depends on the values before it, which are taken from the target.
 *
 * @param output `[n, depth (+ nade)]`. @param target `[n, depth]`. @returns `[n, depth]`.
 */
export function logitsOf(
  { kind, depth, prefix }: SequenceDecoder,
  output: tf.Tensor,
  target: () => tf.Tensor,
  context: LayerContext,
): tf.Tensor {
  if (kind !== 'nade') return output;
  const known = tf.split(target(), depth, 1);
  return nade(prefix, depth, output, context, (_, i) => known[i]!).logits;
}

/**
 * Computes one value after the other, each given the values before it (Larochelle & Murray 2011, equations 10 and 11).
 */
function nade(
  prefix: string,
  depth: number,
  output: tf.Tensor,
  context: LayerContext,
  choose: (logit: tf.Tensor, i: number) => tf.Tensor,
): { readonly values: tf.Tensor; readonly logits: tf.Tensor } {
  const flat = (name: string): tf.Tensor =>
    tf.reshape(context.variable(`${names.nade(prefix)}/${name}`), [depth, -1]);
  const encoding = flat('w_enc');
  const decoding = flat('w_dec_t');
  const hidden = encoding.shape[1]!;
  const [start, biases] = tf.split(output, [hidden, depth], 1) as [tf.Tensor, tf.Tensor];
  const values: tf.Tensor[] = [];
  const logits: tf.Tensor[] = [];
  let sum = start;
  tf.split(biases, depth, 1).forEach((bias, i) => {
    const row = (weights: tf.Tensor): tf.Tensor => tf.slice(weights, [i, 0], [1, hidden]);
    const logit = tf.add(bias, tf.matMul(tf.sigmoid(sum), row(decoding), false, true));
    const value = choose(logit, i);
    sum = tf.add(sum, tf.matMul(value, row(encoding)));
    values.push(value);
    logits.push(logit);
  });
  return { values: tf.concat(values, 1), logits: tf.concat(logits, 1) };
}
