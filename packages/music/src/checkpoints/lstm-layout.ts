/**
 * Converts LSTM cells between TensorFlow's layout and the layout of `core`. In TensorFlow (`tf.basicLSTMCell`) one
 * kernel multiplies both the input and the state, the gates are in the order i, g, f, o, and 1 is added to the forget
 * gate at run time. In `core`, input and state have separate kernels, the gates are in the order i, f, g, o as in
 * Keras, and the bias of the forget gate includes the 1.
 */
import { IncompatibleError, type HostTensor } from '@speil/api';

type Variables = Readonly<Record<string, HostTensor>>;

const cell = /\/lstm_cell\/kernel$/u;
const forgetBias = 1;

/** @throws IncompatibleError for a cell whose kernel and bias do not match. */
export function fromTensorFlow(variables: Variables): Record<string, HostTensor> {
  const converted: Record<string, HostTensor> = {};
  for (const [name, tensor] of Object.entries(variables)) {
    if (!cell.test(name)) {
      if (!/\/lstm_cell\/bias$/u.test(name)) converted[name] = tensor;
      continue;
    }
    const prefix = name.slice(0, -'/kernel'.length);
    const bias = variables[`${prefix}/bias`];
    const [rows = 0, width = 0] = tensor.shape;
    const units = width / 4;
    if (
      tensor.shape.length !== 2 ||
      bias?.shape.join() !== String(width) ||
      width % 4 !== 0 ||
      rows <= units
    ) {
      throw new IncompatibleError(
        `An LSTM cell needs a kernel [inputs + units, 4 units] and a bias [4 units]. Received: ${prefix} with [${tensor.shape.join(', ')}] and [${bias?.shape.join(', ') ?? 'none'}].`,
      );
    }
    const kernel = swapGates(tensor.values, units);
    const split = (rows - units) * width;
    const shifted = swapGates(bias.values, units);
    for (let i = units; i < 2 * units; i++) shifted[i]! += forgetBias;
    converted[`${prefix}/kernel`] = {
      shape: [rows - units, width],
      values: kernel.slice(0, split),
    };
    converted[`${prefix}/recurrent`] = { shape: [units, width], values: kernel.slice(split) };
    converted[`${prefix}/bias`] = { shape: [width], values: shifted };
  }
  return converted;
}

/** The inverse of `fromTensorFlow`, for exports. */
export function toTensorFlow(variables: Variables): Record<string, HostTensor> {
  const converted: Record<string, HostTensor> = {};
  for (const [name, tensor] of Object.entries(variables)) {
    const [, prefix, part] = /^(.*\/lstm_cell)\/(kernel|recurrent|bias)$/u.exec(name) ?? [];
    if (prefix === undefined) {
      converted[name] = tensor;
    } else if (part === 'kernel') {
      const recurrent = variables[`${prefix}/recurrent`]!;
      const width = tensor.shape[1]!;
      const values = new Float32Array(tensor.values.length + recurrent.values.length);
      values.set(tensor.values);
      values.set(recurrent.values, tensor.values.length);
      converted[name] = {
        shape: [values.length / width, width],
        values: swapGates(values, width / 4),
      };
    } else if (part === 'bias') {
      const units = tensor.shape[0]! / 4;
      const values = tensor.values.slice();
      for (let i = units; i < 2 * units; i++) values[i]! -= forgetBias;
      converted[name] = { shape: tensor.shape, values: swapGates(values, units) };
    }
  }
  return converted;
}

/** Swaps the second and the third quarter of each row; applied twice, it changes nothing. */
function swapGates(values: Float32Array, units: number): Float32Array {
  const swapped = values.slice();
  for (let row = 0; row < values.length; row += 4 * units) {
    swapped.set(values.subarray(row + 2 * units, row + 3 * units), row + units);
    swapped.set(values.subarray(row + units, row + 2 * units), row + 2 * units);
  }
  return swapped;
}
