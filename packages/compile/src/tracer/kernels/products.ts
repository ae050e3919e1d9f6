/** Rules of matrix products. */
import { broadcast } from '../../ir/shapes.js';
import { type Call, type Rules, type Shape } from './rule.js';

function productShape({ shapes, attrs }: Call): Shape {
  const [a, b] = shapes as [Shape, Shape];
  const rows = a[a.length - (attrs['transposeA'] ? 1 : 2)]!;
  const columns = b[b.length - (attrs['transposeB'] ? 2 : 1)]!;
  return [...broadcast(a.slice(0, -2), b.slice(0, -2)), rows, columns];
}

const transposes = ({ attrs }: Call): Record<string, boolean> => ({
  transposeA: Boolean(attrs['transposeA']),
  transposeB: Boolean(attrs['transposeB']),
});

export const products: Rules = {
  BatchMatMul: {
    inputs: ['a', 'b'],
    operands: 'numbers',
    infer: (call) => [{ shape: productShape(call), dtype: call.dtypes[0]! }],
    note: transposes,
  },
  _FusedMatMul: {
    inputs: ['a', 'b', 'bias?', 'preluActivationWeights?'],
    operands: 'float32',
    infer: (call) => [{ shape: productShape(call), dtype: 'float32' }],
    note: (call) => ({ ...transposes(call), ...activationOf(call) }),
  },
};

/** The activation of a fused kernel. */
export function activationOf({ attrs }: Call): Readonly<Record<string, string | number>> {
  return {
    activation: (attrs['activation'] as string | undefined) ?? 'linear',
    alpha: (attrs['leakyreluAlpha'] as number | undefined) ?? 0.2,
  };
}
