/**
 * Blur and reduction as one linear map along each side of a picture. The maps are small matrices that are computed on
 * the host. Applying them is a matrix product, which is fast on every engine.
 */
import * as tf from '@tensorflow/tfjs-core';

/** Row-major weights, `[outputs, inputs]`; each row sums to 1. */
export interface ResamplingMatrix {
  readonly outputs: number;
  readonly inputs: number;
  readonly values: Float32Array;
}

/** Reduces a side by an integer `factor`. Each output is the mean of its window. */
export function averageMatrix(inputs: number, factor: number): ResamplingMatrix {
  return matrixOf(inputs / factor, inputs, (output, input) =>
    Math.floor(input / factor) === output ? 1 : 0,
  );
}

/**
 * Keys' cubic convolution with a = -1/2 (Keys 1981, equation 15). As in Pillow's BICUBIC, it is stretched by the factor
 * to prevent aliasing. At the edges, the remaining weights are normalised to a sum of 1.
 */
export function bicubicMatrix(inputs: number, factor: number): ResamplingMatrix {
  return matrixOf(inputs / factor, inputs, (output, input) =>
    keys((input + 0.5) / factor - (output + 0.5)),
  );
}

/**
 * A Gaussian with a standard deviation in pixels, truncated at four standard deviations. At the edges, the remaining
 * weights are normalised to a sum of 1.
 */
export function blurMatrix(inputs: number, deviation: number): ResamplingMatrix {
  return matrixOf(inputs, inputs, (output, input) => {
    const distance = (input - output) / deviation;
    return Math.abs(distance) > 4 ? 0 : Math.exp(-0.5 * distance * distance);
  });
}

/**
 * Applies the matrix `rows` along the height of pictures, and the matrix `columns` along their width.
 *
 * @param x `[batch, height, width, channels]`.
 * @returns `[batch, rows.outputs, columns.outputs, channels]`.
 */
export function resample(
  x: tf.Tensor4D,
  rows: ResamplingMatrix,
  columns: ResamplingMatrix,
): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  // The side that is reduced is the last axis, so that each map is one matrix product.
  const byRow = tf.reshape(tf.transpose(x, [0, 2, 3, 1]), [batch * width * channels, height]);
  const turned = tf.matMul(byRow, transposedOf(rows));
  const upright = tf.reshape(turned, [batch, width, channels, rows.outputs]);
  const byColumn = tf.reshape(tf.transpose(upright, [0, 3, 2, 1]), [
    batch * rows.outputs * channels,
    width,
  ]);
  const narrowed = tf.matMul(byColumn, transposedOf(columns));
  const channelsFirst = tf.reshape(narrowed, [batch, rows.outputs, channels, columns.outputs]);
  return tf.transpose(channelsFirst as tf.Tensor4D, [0, 1, 3, 2]);
}

function transposedOf({ outputs, inputs, values }: ResamplingMatrix): tf.Tensor2D {
  const transposed = new Float32Array(values.length);
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) {
      transposed[input * outputs + output] = values[output * inputs + input]!;
    }
  }
  return tf.tensor2d(transposed, [inputs, outputs]);
}

function matrixOf(
  outputs: number,
  inputs: number,
  weight: (output: number, input: number) => number,
): ResamplingMatrix {
  const values = new Float32Array(outputs * inputs);
  for (let output = 0; output < outputs; output++) {
    const row = Array.from({ length: inputs }, (_, input) => weight(output, input));
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((value, input) => {
      values[output * inputs + input] = value / sum;
    });
  }
  return { outputs, inputs, values };
}

function keys(distance: number): number {
  const d = Math.abs(distance);
  if (d < 1) return 1.5 * d ** 3 - 2.5 * d ** 2 + 1;
  return d < 2 ? -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2 : 0;
}
