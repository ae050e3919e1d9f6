/** Rules of reductions over axes, cumulative sums and softmax. */
import {
  axesOf,
  each,
  noting,
  type Call,
  type Operands,
  type Rule,
  type Rules,
  type Shape,
} from './rule.js';

function reduced(shape: Shape, axes: readonly number[], keep: boolean): Shape {
  return keep
    ? shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : shape.filter((_, axis) => !axes.includes(axis));
}

function axesOfCall({ shapes, attrs }: Call): number[] {
  return axesOf(attrs['axis'] ?? attrs['reductionIndices'], shapes[0]!.length);
}

const note = (call: Call) => ({
  axes: axesOfCall(call),
  keepDims: (call.attrs['keepDims'] as boolean | undefined) ?? false,
});

function reduction(operands: Operands): Rule {
  return {
    inputs: ['x'],
    operands,
    infer: (call) => [
      {
        shape: reduced(call.shapes[0]!, axesOfCall(call), Boolean(call.attrs['keepDims'])),
        dtype: call.dtypes[0]!,
      },
    ],
    note,
  };
}

const argument: Rule = {
  inputs: ['x'],
  operands: 'numbers',
  infer: (call) => [{ shape: reduced(call.shapes[0]!, axesOfCall(call), false), dtype: 'int32' }],
  note,
};

const running: Rule = noting(
  {
    inputs: ['x'],
    operands: 'numbers',
    infer: ({ shapes, dtypes }) => [{ shape: shapes[0]!, dtype: dtypes[0]! }],
  },
  (call) => ({
    axis: axesOfCall(call)[0]!,
    exclusive: Boolean(call.attrs['exclusive']),
    reverse: Boolean(call.attrs['reverse']),
  }),
);

const softmax: Rule = {
  inputs: ['logits'],
  operands: 'float32',
  infer: ({ shapes }) => [{ shape: shapes[0]!, dtype: 'float32' }],
  note: ({ shapes, attrs }) => {
    const axis = (attrs['dim'] ?? attrs['axis'] ?? -1) as number;
    return { axis: axis < 0 ? axis + shapes[0]!.length : axis };
  },
};

export const reductions: Rules = {
  ...each(['Sum', 'Prod', 'Max', 'Min'], reduction('numbers')),
  Mean: reduction('float32'),
  ...each(['All', 'Any'], reduction('any')),
  ...each(['ArgMax', 'ArgMin'], argument),
  ...each(['Cumsum', 'Cumprod'], running),
  ...each(['Softmax', 'LogSoftmax'], softmax),
};
