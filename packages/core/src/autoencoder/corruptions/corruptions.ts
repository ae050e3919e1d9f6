/** Every corruption by its kind. A new member is a file of this folder, a row here and one in `model-spec/input`. */
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
 * @param strength 0 leaves x as it is, 1 is what the spec declares.
 * @param noise what `declareInput` declares for this corruption.
 * @returns of x's shape, not clipped.
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
