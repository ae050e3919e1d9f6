/**
 * Multiplies one-hot rows (or rows of zeros) by a kernel. Each product is a row of the kernel (or zeros), so it is
 * gathered. With 512 classes, a matrix product would multiply by 0 in 511 of 512 cases.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerContext } from '../ops/context.js';
import { gatesOf, type GateProducts } from './layers/recurrent.js';

/**
 * Like `gateProducts`, for one-hot rows and rows of zeros. Any other row counts as one-hot at its largest number, or as
 * zeros if 1 minus its sum is at least as large.
 *
 * @param kernel `[depth, gates * units]`.
 * @param bias `[gates * units]`.
 * @returns a function of rows `[n, depth]`. No gradient flows to the rows.
 */
export function choiceProducts(
  kernel: tf.Tensor,
  gates: number,
  mode: Pick<LayerContext, 'training'>,
  bias?: tf.Tensor,
): GateProducts {
  const tables = gatesOf(tableOf(kernel, bias), gates, mode);
  return (x) => {
    const choices = withNothing(x);
    const places = tf.cast(tf.argMax(choices, 1), 'int32');
    return tables.map((table) => taken(table, choices, places));
  };
}

/** The table to gather from: the product of a row of zeros, then that of each one-hot row. They include the bias. */
function tableOf(kernel: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor {
  const table = tf.pad(kernel, [
    [1, 0],
    [0, 0],
  ]);
  return bias === undefined ? table : tf.add(table, bias);
}

/** Prepends a column that is 1 in rows of zeros, and 0 in one-hot rows. */
function withNothing(x: tf.Tensor): tf.Tensor {
  return tf.concat([tf.sub(1, tf.sum(x, 1, true)), x], 1);
}

/**
 * Gathers rows of a table. The gradient is computed as in the matrix product that this replaces, so it is summed in a
 * fixed order.
 */
function taken(table: tf.Tensor, choices: tf.Tensor, places: tf.Tensor): tf.Tensor {
  return tf.customGrad((...given) => {
    const [rows, seen, save] = given as unknown as [
      tf.Tensor,
      tf.Tensor,
      (tensors: tf.Tensor[]) => void,
    ];
    save([seen]);
    return {
      value: tf.gather(rows, places),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => [
        tf.matMul(saved[0]!, dy, true, false),
        tf.zerosLike(saved[0]!),
      ],
    };
  })(table, choices);
}
