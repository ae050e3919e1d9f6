/**
 * A categorical distribution at each position: a softmax over the last axis, or over each of its parts. For one-hot
 * items, the negative log likelihood is the softmax cross-entropy.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LikelihoodSpec } from '@speil/api';
import { sumPerItem, type Likelihood, type SamplingNoise } from './likelihood.js';

export function categorical({
  parts,
}: Extract<LikelihoodSpec, { kind: 'categorical' }>): Likelihood {
  return {
    negativeLogLikelihood(x, output) {
      const terms = inParts(parts, [x, output], (chosen, logits) =>
        sumPerItem(negativeLogProbability(chosen, logits)),
      );
      return tf.addN(terms) as tf.Tensor1D;
    },
    mean: (output) =>
      tf.concat(
        inParts(parts, [output], (logits) => tf.softmax(logits)),
        -1,
      ),
    sample: (output, { noise, temperature }) =>
      tf.concat(
        inParts(parts, [output, noise], (logits, uniform) =>
          drawOneHot(logits, { noise: uniform, temperature }),
        ),
        -1,
      ),
    noise: 'uniform',
    meanActivation: parts === undefined ? 'softmax' : null,
    bounded: true,
  };
}

/** -ln p of the chosen class; the last axis is summed. @param chosen one-hot, in the shape of the logits. */
export function negativeLogProbability(chosen: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  return tf.sub(logSumExp(logits), tf.sum(tf.mul(logits, chosen), -1));
}

/** ln sum exp over the last axis. */
function logSumExp(x: tf.Tensor): tf.Tensor {
  const largest = tf.max(x, -1, true);
  const sums = tf.sum(tf.exp(tf.sub(x, largest)), -1);
  return tf.add(tf.log(sums), tf.squeeze(largest, [-1]));
}

/**
 * Computes one-hot rows: the most likely class, or a draw from softmax(logits / temperature). A draw is the first class
 * whose cumulative weight exceeds u times the total weight, for a uniform number u.
 *
 * @param sampling.noise uniform on [0, 1). Its last axis has length 1 or as many numbers as that of the logits, of
 *   which only the first is used.
 */
export function drawOneHot(logits: tf.Tensor, sampling?: SamplingNoise): tf.Tensor {
  const depth = logits.shape.at(-1)!;
  if (sampling === undefined) return tf.cast(tf.oneHot(tf.argMax(logits, -1), depth), 'float32');
  const last = logits.rank - 1;
  const column = (x: tf.Tensor, at: number): tf.Tensor =>
    tf.slice(x, [...x.shape.slice(0, -1).fill(0), at], [...x.shape.slice(0, -1).fill(-1), 1]);
  const weights = tf.exp(tf.div(tf.sub(logits, tf.max(logits, -1, true)), sampling.temperature));
  const cumulated = tf.cumsum(weights, last);
  // Reduce u by a millionth, so that rounding cannot make the share as large as the total.
  const share = tf.mul(tf.mul(column(sampling.noise, 0), 1 - 1e-6), column(cumulated, depth - 1));
  const passed = tf.cast(tf.greater(cumulated, share), 'float32');
  const before = tf.pad(
    tf.slice(
      passed,
      passed.shape.map(() => 0),
      [...passed.shape.slice(0, -1).fill(-1), depth - 1],
    ),
    passed.shape.map((_, axis) => (axis === last ? [1, 0] : [0, 0])),
  );
  return tf.sub(passed, before);
}

/** Applies a function to each part of the last axis. */
export function inParts(
  parts: readonly number[] | undefined,
  tensors: readonly tf.Tensor[],
  each: (...part: readonly tf.Tensor[]) => tf.Tensor,
): tf.Tensor[] {
  if (parts === undefined) return [each(...tensors)];
  const split = tensors.map((tensor) => tf.split(tensor, [...parts], tensor.rank - 1));
  return parts.map((_, part) => each(...split.map((pieces) => pieces[part]!)));
}
