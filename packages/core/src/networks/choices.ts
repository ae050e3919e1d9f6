/**
 * Products of one-hot rows (or rows of zeros) with a kernel: the product is a row of the kernel, so it is gathered instead of
 * multiplied. With 512 classes, all but one of the multiplications would be by 0.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerContext } from '../ops/context.js';
import { gatesOf, type GateProducts } from './layers/recurrent.js';

/**
 * Like `gateProducts`, for one-hot rows and rows of zeros; any other row counts as one-hot at its largest number.
 *
 * @param kernel `[depth, gates * units]`.
 * @param bias `[gates * units]`.
 * @returns products of `[n, depth]`; no gradient goes through the rows.
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

/** The product of a row of zeros, followed by the product of each choice. */
function tableOf(kernel: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor {
  const table = tf.pad(kernel, [
    [1, 0],
    [0, 0],
  ]);
  return bias === undefined ? table : tf.add(table, bias);
}

/** A first column that is 1 where a row is zeros. */
function withNothing(x: tf.Tensor): tf.Tensor {
  return tf.concat([tf.sub(1, tf.sum(x, 1, true)), x], 1);
}

/** Gathers rows of a table. Its gradient is that of the product it replaces, summed in a fixed order. */
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
