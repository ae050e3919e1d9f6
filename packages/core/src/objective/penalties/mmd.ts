/** The maximum mean discrepancy of two samples (Gretton et al. 2012) with WAE's kernel (Tolstikhin et al. 2018). */
import * as tf from '@tensorflow/tfjs-core';

/**
 * The unbiased estimate of MMD^2 with the inverse multiquadratic kernel C / (C + |x - y|^2), C = 2 d scale, summed over
 * scales as in the authors' code (WAE, section 4 and algorithm 2). It may be negative.
 *
 * @param latents,samples `[n, d]`, from the encoder and from the prior. For n = 1 there are no pairs within a sample,
 *   and their part is 0.
 */
export function maximumMeanDiscrepancy(
  latents: tf.Tensor2D,
  samples: tf.Tensor2D,
  scales: readonly number[],
): tf.Scalar {
  const [n, d] = latents.shape;
  const offDiagonal = tf.sub(1, tf.eye(n));
  const perPair = 1 / Math.max(1, n * (n - 1));
  const [among, between, ofSamples] = [
    squaredDistances(latents, latents),
    squaredDistances(latents, samples),
    squaredDistances(samples, samples),
  ];
  const terms = scales.map((scale) => {
    const c = 2 * d * scale;
    const kernel = (distances: tf.Tensor): tf.Tensor => tf.div(c, tf.add(distances, c));
    const own = tf.mul(tf.add(kernel(among), kernel(ofSamples)), offDiagonal);
    const cross = tf.mul(tf.sum(kernel(between)), 2 / n ** 2);
    return tf.sub(tf.mul(tf.sum(own), perPair), cross);
  });
  return tf.addN(terms) as tf.Scalar;
}

function squaredDistances(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor {
  const lengths = (x: tf.Tensor): tf.Tensor => tf.sum(tf.square(x), 1, true);
  const products = tf.matMul(a, b, false, true);
  const distances = tf.sub(tf.add(lengths(a), tf.transpose(lengths(b))), tf.mul(products, 2));
  // Rounding may make the distance of a point to itself negative.
  return tf.relu(distances);
}
