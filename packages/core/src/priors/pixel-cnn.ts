/**
 * An autoregressive prior over the indices of a codebook: a PixelCNN (van den Oord, Kalchbrenner & Kavukcuoglu 2016).
 * Its first kernel does not see its own position (mask A), and the later kernels do (mask B). It has the blind spot
 * that section 3.3 describes.
 */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf, throwIfAborted, type Batch } from '@speil/api';
import { negativeLogProbability } from '../likelihoods/categorical.js';
import { gridOf } from '../model-spec/priors/pixel-cnn.js';
import type { PriorDeclaration, PriorSpecOf } from '../model-spec/priors/prior.js';
import type { LayerContext } from '../ops/context.js';
import { oneHotRows } from '../ops/one-hot.js';
import { uniforms } from '../random/streams.js';
import type { Prior, PriorDraw } from './prior.js';

export function pixelCnn(declaration: PriorDeclaration<PriorSpecOf<'pixelCnn'>>): Prior {
  const { spec, latentShape } = declaration;
  const { height, width } = gridOf(latentShape);
  const codebookSize = declaration.codebookSize!;
  const computeLogits = (indices: tf.Tensor, context: LayerContext): tf.Tensor3D => {
    const batch = indices.shape[0];
    const conv = (name: string, x: tf.Tensor4D, mask?: tf.Tensor4D): tf.Tensor4D => {
      const kernel = context.variable(`prior/${name}/kernel`) as tf.Tensor4D;
      const masked = mask === undefined ? kernel : tf.mul<tf.Tensor4D>(kernel, mask);
      return tf.add(tf.conv2d(x, masked, 1, 'same'), context.variable(`prior/${name}/bias`));
    };
    const { kernelSize, blocks } = spec;
    const embedded = conv(
      'embedding',
      tf.reshape(oneHotRows(indices, codebookSize), [batch, height, width, codebookSize]),
    );
    let x = conv('first', embedded, kernelMask(kernelSize, false));
    for (let block = 0; block < blocks; block++) {
      const inner = conv(`${block}/in`, tf.relu(x));
      const masked = conv(`${block}/masked`, tf.relu(inner), kernelMask(3, true));
      x = tf.add(x, conv(`${block}/out`, tf.relu(masked)));
    }
    return tf.reshape(conv('logits', tf.relu(x)), [batch, height * width, codebookSize]);
  };
  return {
    logProb(indices, context) {
      const batch = indices.shape[0];
      const logits = computeLogits(indices, context);
      const chosen = tf.reshape(oneHotRows(indices, codebookSize), logits.shape);
      const nats = tf.reshape(negativeLogProbability(chosen, logits), [batch, -1]);
      return tf.neg(tf.sum<tf.Tensor1D>(nats, 1));
    },
    compute: computeLogits,
    sample: (draw) => sampleInOrder(draw, codebookSize),
    learned: true,
  };
}

/**
 * Returns a mask with ones at the positions that a kernel may read: those before the middle in reading order and, with
 * `middleToo`, the middle itself.
 */
function kernelMask(side: number, middleToo: boolean): tf.Tensor4D {
  const middle = (side * side - 1) / 2;
  const values = Array.from({ length: side * side }, (_, position) =>
    position < middle || (middleToo && position === middle) ? 1 : 0,
  );
  return tf.tensor4d(values, [side, side, 1, 1]);
}

/** Draws one position after the other, each from its logits given the positions before it. */
async function sampleInOrder(
  { count, latentShape, seed, temperature, signal, compute }: PriorDraw,
  codebookSize: number,
): Promise<Batch> {
  const positions = sizeOf(latentShape);
  const shape = [count, ...latentShape];
  const values = new Float32Array(count * positions);
  if (count === 0) return { shape, values };
  const draws = uniforms({ seed, purpose: 'sampling' }, values.length);
  for (let position = 0; position < positions; position++) {
    throwIfAborted(signal);
    const logits = await compute({ shape, values: values.slice() });
    for (let item = 0; item < count; item++) {
      const at = item * positions + position;
      const row = logits.subarray(at * codebookSize, (at + 1) * codebookSize);
      values[at] = drawIndex(row, draws[at]!, temperature);
    }
  }
  return { shape, values };
}

/** Draws the index at which the running sum of softmax(logits / temperature) passes u. */
function drawIndex(logits: Float32Array, u: number, temperature: number): number {
  const largest = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const weights = Float64Array.from(logits, (value) => Math.exp((value - largest) / temperature));
  let left = u * weights.reduce((sum, weight) => sum + weight, 0);
  for (let index = 0; index < weights.length; index++) {
    left -= weights[index]!;
    if (left < 0) return index;
  }
  return weights.length - 1;
}
