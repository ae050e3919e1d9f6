/**
 * One of several at each place: a softmax over the last axis, or over each of its parts. Where the item is one-hot rows, the
 * negative log likelihood is the softmax cross-entropy.
 */
import * as tf from '@tensorflow/tfjs-core';

/** -ln p of the chosen, without the last axis. @param chosen one-hot, of the shape of the logits. */
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
 * One-hot rows: the largest of logits / temperature + Gumbel noise is a draw of their softmax (Gumbel 1954).
 *
 * @param noise uniform on [0, 1), of the shape of the logits; absent for the likeliest.
 */
export function drawOneHot(
  logits: tf.Tensor,
  chance?: { readonly noise: tf.Tensor; readonly temperature: tf.Tensor },
): tf.Tensor {
  const depth = logits.shape.at(-1)!;
  const scores =
    chance === undefined
      ? logits
      : tf.sub(tf.div(logits, chance.temperature), tf.log(tf.neg(tf.log(chance.noise))));
  return tf.cast(tf.oneHot(tf.argMax(scores, -1), depth), 'float32');
}

/** The parts of the last axis, each worked on by itself, side by side again. */
export function inParts(
  parts: readonly number[] | undefined,
  tensors: readonly tf.Tensor[],
  each: (...part: readonly tf.Tensor[]) => tf.Tensor,
): tf.Tensor[] {
  if (parts === undefined) return [each(...tensors)];
  const split = tensors.map((tensor) => tf.split(tensor, [...parts], tensor.rank - 1));
  return parts.map((_, part) => each(...split.map((pieces) => pieces[part]!)));
}
