/**
 * Blur and reduction as what they are: one linear map along each side of a picture. The maps are small matrices worked out
 * on the host; applying them is a matrix product, which every engine does well.
 */
import * as tf from '@tensorflow/tfjs-core';

/** Row-major weights, `[outputs, inputs]`; each row sums to 1. */
export interface ResamplingMatrix {
  readonly outputs: number;
  readonly inputs: number;
  readonly values: Float32Array;
}

/** Sides smaller by a whole `factor`, each output the mean of its window. */
export function averageMatrix(inputs: number, factor: number): ResamplingMatrix {
  return matrixOf(inputs / factor, inputs, (output, input) =>
    Math.floor(input / factor) === output ? 1 : 0,
  );
}

/**
 * Keys' cubic convolution with a = -1/2 (Keys 1981, equation 15), stretched by the factor so that nothing aliases, as
 * Pillow's BICUBIC reduces; at the edges the weights that are left sum to 1.
 */
export function bicubicMatrix(inputs: number, factor: number): ResamplingMatrix {
  return matrixOf(inputs / factor, inputs, (output, input) =>
    keys((input + 0.5) / factor - (output + 0.5)),
  );
}

/** A Gaussian of a deviation in pixels, cut at four of them; at the edges the weights that are left sum to 1. */
export function blurMatrix(inputs: number, deviation: number): ResamplingMatrix {
  return matrixOf(inputs, inputs, (output, input) => {
    const distance = (input - output) / deviation;
    return Math.abs(distance) > 4 ? 0 : Math.exp(-0.5 * distance * distance);
  });
}

/**
 * The same matrix along both sides of square windows: rows by `rows`, columns by `columns`.
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
  // The side that shrinks lies last, so that each map is one product of matrices.
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
