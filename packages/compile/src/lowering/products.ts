/** Lowers matrix products, including those with a fused bias and activation. */
import { sizeOf, type Value } from '../ir/graph.js';
import { activate } from './elementwise.js';
import { numberOf, type Attributes, type OnnxBuilder, type Lowerings } from '../ir/onnx-builder.js';

/** Multiplies matrices, or stacks of them. @param bias is added, and fused into the product if the runtime can. */
function multiply(
  l: OnnxBuilder,
  a: Value,
  b: Value,
  attributes: Attributes,
  shape: readonly number[],
  bias?: Value,
): Value {
  const transposeA = attributes['transposeA'] === true;
  const transposeB = attributes['transposeB'] === true;
  const flat = (x: Value): Value => l.reshape(x, x.shape.slice(-2));
  // For integers the runtime has MatMul but no Gemm.
  const whole = a.dtype !== 'float32';
  const single = !whole && sizeOf(a.shape.slice(0, -2)) === 1 && sizeOf(b.shape.slice(0, -2)) === 1;
  if (single) {
    const c = bias && bias.shape.length <= 2 ? { c: bias } : {};
    const product = l.product(flat(a), flat(b), { transposeA, transposeB, ...c });
    const result = l.reshape(product, shape);
    return bias === undefined || 'c' in c ? result : l.add(result, bias);
  }
  // A stack of matrices times one matrix is a tall matrix times that matrix.
  if (!whole && !transposeA && sizeOf(b.shape.slice(0, -2)) === 1) {
    const rows = l.reshape(a, [sizeOf(a.shape.slice(0, -1)), a.shape.at(-1)!]);
    const product = l.reshape(l.product(rows, flat(b), { transposeB }), shape);
    return bias === undefined ? product : l.add(product, bias);
  }
  const swap = (x: Value): Value => {
    const last = x.shape.length - 1;
    const perm = x.shape.map((_, i) => (i === last ? last - 1 : i === last - 1 ? last : i));
    return l.transpose(x, perm);
  };
  const product = l.matMul(transposeA ? swap(a) : a, transposeB ? swap(b) : b);
  return bias === undefined ? product : l.add(product, bias);
}

export const products: Lowerings = {
  BatchMatMul: (l, { inputs, attributes, outputs }) =>
    multiply(l, inputs[0]!, inputs[1]!, attributes, outputs[0]!.shape),
  _FusedMatMul: (l, { inputs, attributes, outputs }) => {
    const [a, b, bias, prelu] = inputs as [Value, Value, Value | undefined, Value | undefined];
    const sum = multiply(l, a, b, attributes, outputs[0]!.shape, bias);
    return activate(
      l,
      attributes['activation'] as string,
      sum,
      numberOf(attributes, 'alpha'),
      prelu,
    );
  },
};
