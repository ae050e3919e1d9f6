/**
 * A codebook of vectors (VQ-VAE, van den Oord, Vinyals & Kavukcuoglu 2017). Each feature is replaced by the nearest
 * vector, and receives the gradient of that vector (straight through). The vectors are moving averages of their
 * features.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BottleneckSpec } from '@speil/api';
import type { Quantized } from '../networks/encoded.js';
import type { LayerContext } from '../ops/context.js';
import { oneHotRows } from '../ops/one-hot.js';
import { detached, stopGradient } from '../ops/stop-gradient.js';

type Spec = Extract<BottleneckSpec, { kind: 'vq' }>;

const embeddingName = 'codebook/embedding';
const countName = 'codebook/count';

/** @param features `[batch, ...latentShape, size]`. */
export function quantize(
  { codebookSize }: Spec,
  features: tf.Tensor,
  context: LayerContext,
): Quantized {
  const embedding = context.variable(embeddingName) as tf.Tensor2D;
  const size = features.shape.at(-1)!;
  const rows = tf.reshape<tf.Rank.R2>(stopGradient(features), [-1, size]);
  const nearest = detached(rows, (from) => {
    // |f - e|^2 without the term |f|^2, which is the same for every e.
    const lengths = tf.sum(tf.square(embedding), 1);
    const products = tf.matMul(from, embedding, false, true);
    return tf.cast(tf.argMin(tf.sub(lengths, tf.mul(products, 2)), 1), 'float32');
  });
  const chosen = detached(nearest, (from) => vectorsOf(embedding, from));
  const apart = tf.sub(features, tf.reshape(chosen, features.shape));
  return {
    indices: tf.reshape(nearest, features.shape.slice(0, -1)),
    vectors: tf.add(features, stopGradient(tf.neg(apart))),
    commitment: tf.sum(tf.reshape(tf.square(apart), [features.shape[0], -1]), 1),
    rows,
    assignments: oneHotRows(nearest, codebookSize),
  };
}

function vectorsOf(embedding: tf.Tensor, indices: tf.Tensor): tf.Tensor {
  return tf.gather(embedding, tf.cast(tf.reshape<tf.Rank.R1>(indices, [-1]), 'int32'));
}

/** Looks up vectors. @param indices `[batch, ...latentShape]`. @returns `[batch, ...latentShape, size]`. */
export function embed({ size }: Spec, indices: tf.Tensor, context: LayerContext): tf.Tensor {
  const vectors = vectorsOf(context.variable(embeddingName), indices);
  return tf.reshape(vectors, [...indices.shape, size]);
}

/**
 * Moves each vector towards the mean of its features (appendix A.1, equations 6 to 8). The moving sum of its features
 * is not stored: it is the vector times its moving count. A vector with too few features is replaced by one of the
 * batch's features.
 *
 * @param revival uniform on [0, 1), `[codebookSize]`: selects the feature that would replace each vector.
 */
export function updateCodebook(
  { decay, reviveBelow }: Spec,
  { rows, assignments }: Quantized,
  revival: tf.Tensor,
  context: LayerContext,
): void {
  const embedding = context.variable(embeddingName);
  const count = context.variable(countName);
  const got = tf.sum(assignments, 0);
  const sums = tf.matMul(assignments, rows, true, false);
  const nextCount = tf.add(tf.mul(count, decay), tf.mul(got, 1 - decay));
  const column = (x: tf.Tensor): tf.Tensor => tf.expandDims(x, 1);
  const nextSum = tf.add(tf.mul(embedding, column(tf.mul(count, decay))), tf.mul(sums, 1 - decay));
  // If the count is 0, the sum is 0 too. Such a vector is revived, or stays near 0 until a feature is assigned to it.
  const moved = tf.div(nextSum, column(tf.maximum(nextCount, 1e-6)));
  const last = rows.shape[0] - 1;
  const places = tf.cast(tf.minimum(tf.floor(tf.mul(revival, last + 1)), last), 'int32');
  const dead = tf.cast(tf.less(nextCount, reviveBelow), 'float32');
  const alive = tf.sub(1, dead);
  const revived = tf.gather(rows, places);
  context.update(
    embeddingName,
    tf.add(tf.mul(moved, column(alive)), tf.mul(revived, column(dead))),
  );
  // A revived vector gets its initial count.
  context.update(countName, tf.add(tf.mul(nextCount, alive), dead));
}

/** exp of the entropy of the batch's assignments: the effective number of vectors in use, from 1 to `codebookSize`. */
export function perplexity({ assignments }: Quantized): tf.Scalar {
  const shares = tf.mean(assignments, 0);
  const terms = tf.mul(shares, tf.log(tf.add(shares, 1e-10)));
  return tf.exp(tf.neg(tf.sum<tf.Scalar>(terms)));
}
