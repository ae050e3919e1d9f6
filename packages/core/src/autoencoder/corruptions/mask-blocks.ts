/** Makes squares black, anywhere within the picture. */
import * as tf from '@tensorflow/tfjs-core';
import { toNumber, type Corrupt, type CorruptionSpecOf } from './corruption.js';

export const maskBlocks: Corrupt<'maskBlocks'> = (spec, x, strength, noise) =>
  tf.mul(x, keepOutside(spec, x, strength, noise()));

/**
 * Returns a mask that is 0 in the blocks and 1 elsewhere, `[batch, height, width, 1]`.
 *
 * @param u uniform, `[batch, count, 3]`: the top, the left side and the presence of each block.
 */
function keepOutside(
  { count, size }: CorruptionSpecOf<'maskBlocks'>,
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
    return toNumber(tf.logicalAnd(after, tf.less(places, tf.add(start, size))));
  };
  let kept: tf.Tensor = tf.ones([1, 1, 1, 1]);
  for (let block = 0; block < count; block++) {
    const [top, left, present] = draws.slice(3 * block) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const rows = tf.mul(inside(top, height), toNumber(tf.less(present, strength)));
    const hidden = tf.mul(
      tf.reshape(rows, [batch, height, 1, 1]),
      tf.reshape(inside(left, width), [batch, 1, width, 1]),
    );
    kept = tf.mul(kept, tf.sub(1, hidden));
  }
  return kept;
}
