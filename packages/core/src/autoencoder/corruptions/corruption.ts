/** The contract of a corruption of pictures, which each file of this folder implements. */
import * as tf from '@tensorflow/tfjs-core';
import type { CorruptionSpec } from '@speil/api';

export type CorruptionKind = CorruptionSpec['kind'];
export type CorruptionSpecOf<K extends CorruptionKind> = Extract<CorruptionSpec, { kind: K }>;

/**
 * A pure function of the picture, a strength and the step's noise.
 *
 * @param x `[batch, height, width, channels]`, values 0 to 1.
 * @param strength 0 leaves x unchanged, and 1 applies the corruption as the spec declares it.
 * @param noise the noise that `model-spec/input` declares for this corruption.
 * @returns the corrupted pictures in the shape of x, not clipped.
 */
export type Corrupt<K extends CorruptionKind> = (
  spec: CorruptionSpecOf<K>,
  x: tf.Tensor4D,
  strength: tf.Scalar,
  noise: () => tf.Tensor,
) => tf.Tensor4D;

export function toNumber(truth: tf.Tensor): tf.Tensor {
  return tf.cast(truth, 'float32');
}
