/**
 * Computes the encoder's input and the target of an item in training and evaluation. The input is the item itself; a
 * corrupted or smaller version, with the item as its target; or a binary draw, which is also the target. After
 * training, a model encodes its input unchanged.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { InputSpec, ModelSpec } from '@speil/api';
import { averagePool } from '../networks/layers/average-pool2d.js';
import { upSample } from '../networks/layers/up-sample2d.js';
import { binaryNoise, choiceNoise, corruptionNoise, pixelNoise } from '../model-spec/input.js';
import { corrupt } from './corruptions/corruptions.js';
import { averageMatrix, bicubicMatrix, resample } from '../ops/resampling.js';

export interface PreparedInput {
  /** `[batch, ...input shape]`. */
  readonly input: tf.Tensor;
  /** `[batch, ...codec shape]`. */
  readonly target: tf.Tensor;
}

/**
 * @param x whole items, `[batch, ...codec shape]`.
 * @param noise returns the noise of a name that `declareInput` declares.
 * @param strength returns the strength of corruptions. It is called only if there are any.
 * @param given the dataset's encoder input, `[batch, ...input shape]`, for a model whose input is `given`.
 */
export function prepareInput(
  { input }: Pick<ModelSpec, 'input'>,
  x: tf.Tensor,
  noise: (name: string) => tf.Tensor,
  strength: () => tf.Scalar,
  given?: tf.Tensor,
): PreparedInput {
  switch (input?.kind) {
    case undefined:
      return { input: x, target: x };
    case 'given':
      return { input: given!, target: x };
    case 'binarized': {
      const drawn = tf.cast(tf.less(noise(binaryNoise), x), 'float32');
      return { input: drawn, target: drawn };
    }
    case 'corrupted':
      return { input: corrupted(input, x as tf.Tensor4D, noise, strength()), target: x };
    case 'reduced':
      return { input: reduced(input, x as tf.Tensor4D, noise), target: x };
  }
}

type Of<K extends InputSpec['kind']> = Extract<InputSpec, { kind: K }>;

function corrupted(
  { corruptions, apply }: Of<'corrupted'>,
  x: tf.Tensor4D,
  noise: (name: string) => tf.Tensor,
  strength: tf.Scalar,
): tf.Tensor {
  const applied = (value: tf.Tensor4D, index: number): tf.Tensor4D =>
    corrupt(corruptions[index]!, value, strength, () => noise(corruptionNoise(index)));
  if (apply === 'one') {
    const all = corruptions.map((_, index) => applied(x, index));
    return tf.clipByValue(oneOf(all, noise(choiceNoise)), 0, 1);
  }
  return tf.clipByValue(
    corruptions.reduce((value, _, index) => applied(value, index), x),
    0,
    1,
  );
}

function reduced(
  { factor, method }: Of<'reduced'>,
  x: tf.Tensor4D,
  noise: (name: string) => tf.Tensor,
): tf.Tensor {
  const [, height, width] = x.shape;
  const by = (matrix: typeof averageMatrix): tf.Tensor4D =>
    resample(x, matrix(height, factor), matrix(width, factor));
  switch (method) {
    case 'average':
      return by(averageMatrix);
    case 'bicubic':
      // The cubic filter overshoots at edges, so clip its result.
      return tf.clipByValue(by(bicubicMatrix), 0, 1);
    case 'pixel':
      return onePixel(x, factor, noise(pixelNoise));
    case 'random': {
      const all = [by(averageMatrix), by(bicubicMatrix), onePixel(x, factor, noise(pixelNoise))];
      return tf.clipByValue(oneOf(all, noise(choiceNoise)), 0, 1);
    }
  }
}

/** Selects the drawn pixel of each window. @param u `[batch, height / factor, width / factor, 1]`. */
function onePixel(x: tf.Tensor4D, factor: number, u: tf.Tensor): tf.Tensor4D {
  const [, height, width] = x.shape;
  const place = (y: number, column: number): number => (y % factor) * factor + (column % factor);
  const places = Array.from({ length: height * width }, (_, i) =>
    place(Math.floor(i / width), i % width),
  );
  const drawn = upSample(tf.floor(tf.mul(u, factor ** 2)) as tf.Tensor4D, factor, 'nearest');
  const chosen = tf.equal(drawn, tf.tensor4d(places, [1, height, width, 1]));
  return tf.mul(averagePool(tf.mul(x, tf.cast(chosen, 'float32')), factor), factor ** 2);
}

/** Selects one of the alternatives for each item, with equal probability. @param u uniform, `[batch]`. */
function oneOf(alternatives: readonly tf.Tensor[], u: tf.Tensor): tf.Tensor {
  const index = tf.floor(tf.mul(tf.reshape(u, [-1, 1, 1, 1]), alternatives.length));
  return tf.addN(
    alternatives.map((value, i) => tf.mul(value, tf.cast(tf.equal(index, i), 'float32'))),
  );
}
