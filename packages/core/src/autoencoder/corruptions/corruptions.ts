/**
 * The table of corruptions by kind. To add one, add a file to this folder, a row here and a row in `model-spec/input`.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { CorruptionSpec } from '@speil/api';
import { blur } from './blur.js';
import type { Corrupt, CorruptionKind } from './corruption.js';
import { gaussian } from './gaussian.js';
import { maskBlocks } from './mask-blocks.js';
import { saltAndPepper } from './salt-and-pepper.js';
import { speckle } from './speckle.js';

const corruptions: { readonly [K in CorruptionKind]: Corrupt<K> } = {
  gaussian,
  saltAndPepper,
  maskBlocks,
  blur,
  speckle,
};

/**
 * @param x `[batch, height, width, channels]`, values 0 to 1.
 * @param strength 0 leaves x unchanged, and 1 applies the corruption as the spec declares it.
 * @param noise the noise that `declareInput` declares for this corruption.
 * @returns the corrupted pictures in the shape of x, not clipped.
 */
export function corrupt(
  spec: CorruptionSpec,
  x: tf.Tensor4D,
  strength: tf.Scalar,
  noise: () => tf.Tensor,
): tf.Tensor4D {
  const apply = corruptions[spec.kind] as Corrupt<CorruptionKind>;
  return apply(spec, x, strength, noise);
}
