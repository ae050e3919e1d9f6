/** Corruptions of pictures: pure functions of the picture, a strength and the step's noise. */
import * as tf from '@tensorflow/tfjs-core';
import type { CorruptionSpec } from '@speil/api';
import { blurMatrix, resample } from './resampling.js';

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
  switch (spec.kind) {
    case 'gaussian': {
      const change = tf.add(tf.mul(noise(), spec.deviation), spec.mean);
      return tf.add(x, tf.mul(change, strength));
    }
    case 'speckle':
      return tf.add(x, tf.mul(tf.mul(x, noise()), tf.mul(strength, spec.deviation)));
    case 'saltAndPepper': {
      const u = noise();
      const half = tf.mul(strength, spec.rate / 2);
      const pepper = asNumber(tf.less(u, half));
      const salt = asNumber(tf.less(tf.sub(1, u), half));
      return tf.add(tf.mul(x, tf.sub(tf.sub(1, pepper), salt)), salt);
    }
    case 'maskBlocks':
      return tf.mul(x, keptOutside(spec, x, strength, noise()));
    case 'blur': {
      const [, height, width] = x.shape;
      const rows = blurMatrix(height, spec.deviation);
      const blurred = resample(x, rows, blurMatrix(width, spec.deviation));
      return tf.add(x, tf.mul(tf.sub(blurred, x), strength));
    }
  }
}

/** 0 in the blocks and 1 elsewhere, `[batch, height, width, 1]`. @param u `[batch, count, 3]`. */
function keptOutside(
  { count, size }: Extract<CorruptionSpec, { kind: 'maskBlocks' }>,
  { shape: [batch, height, width] }: tf.Tensor4D,
  strength: tf.Scalar,
  u: tf.Tensor,
): tf.Tensor {
  const draws = tf.split(tf.reshape(u, [batch, count * 3]), count * 3, 1);
  const inside = (draw: tf.Tensor, side: number): tf.Tensor => {
    const start = tf.floor(tf.mul(draw, side - size + 1));
    const places = tf.tensor2d(
      Array.from({ length: side }, (_, place) => place),
      [1, side],
    );
    const after = tf.greaterEqual(places, start);
    return asNumber(tf.logicalAnd(after, tf.less(places, tf.add(start, size))));
  };
  let kept: tf.Tensor = tf.ones([1, 1, 1, 1]);
  for (let block = 0; block < count; block++) {
    const [top, left, present] = draws.slice(3 * block) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const rows = tf.mul(inside(top, height), asNumber(tf.less(present, strength)));
    const hidden = tf.mul(
      tf.reshape(rows, [batch, height, 1, 1]),
      tf.reshape(inside(left, width), [batch, 1, width, 1]),
    );
    kept = tf.mul(kept, tf.sub(1, hidden));
  }
  return kept;
}

function asNumber(truth: tf.Tensor): tf.Tensor {
  return tf.cast(truth, 'float32');
}
