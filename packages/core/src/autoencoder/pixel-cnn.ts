/**
 * The autoregressive prior over indices: a PixelCNN (van den Oord, Kalchbrenner & Kavukcuoglu 2016), whose first kernel does
 * not see its own place (mask A) and whose later ones do (mask B). It knows the blind spot of its kind: section 3.3.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerContext } from '../ops/context.js';
import { negativeLogProbability } from '../likelihoods/categorical.js';
import type { PriorDeclaration } from '../model-spec/prior.js';
import { oneHot } from './codebook.js';

/**
 * @param indices `[batch, ...latentShape]`, whole numbers.
 * @returns logits of each place given those before it in reading order, `[batch, places, codes]`.
 */
export function priorLogits(
  { height, width, codes, spec }: PriorDeclaration,
  indices: tf.Tensor,
  context: LayerContext,
): tf.Tensor3D {
  const batch = indices.shape[0];
  const conv = (name: string, x: tf.Tensor4D, mask?: tf.Tensor4D): tf.Tensor4D => {
    const kernel = context.variable(`prior/${name}/kernel`) as tf.Tensor4D;
    const masked = mask === undefined ? kernel : tf.mul<tf.Tensor4D>(kernel, mask);
    return tf.add(tf.conv2d(x, masked, 1, 'same'), context.variable(`prior/${name}/bias`));
  };
  const { kernelSize, blocks } = spec;
  const embedded = conv(
    'embedding',
    tf.reshape(oneHot(indices, codes), [batch, height, width, codes]),
  );
  let x = conv('first', embedded, maskOf(kernelSize, false));
  for (let block = 0; block < blocks; block++) {
    const inner = conv(`${block}/in`, tf.relu(x));
    const seen = conv(`${block}/masked`, tf.relu(inner), maskOf(3, true));
    x = tf.add(x, conv(`${block}/out`, tf.relu(seen)));
  }
  return tf.reshape(conv('logits', tf.relu(x)), [batch, height * width, codes]);
}

/** -ln p(indices) of each item, nats, `[batch]`. */
export function priorLoss(
  prior: PriorDeclaration,
  indices: tf.Tensor,
  context: LayerContext,
): tf.Tensor1D {
  const batch = indices.shape[0];
  const logits = priorLogits(prior, indices, context);
  const chosen = tf.reshape(oneHot(indices, prior.codes), logits.shape);
  return tf.sum(tf.reshape(negativeLogProbability(chosen, logits), [batch, -1]), 1);
}

/** Ones where a kernel may look: what is before the middle in reading order, and the middle itself with `own`. */
function maskOf(side: number, own: boolean): tf.Tensor4D {
  const middle = (side * side - 1) / 2;
  const values = Array.from({ length: side * side }, (_, place) =>
    place < middle || (own && place === middle) ? 1 : 0,
  );
  return tf.tensor4d(values, [side, side, 1, 1]);
}
