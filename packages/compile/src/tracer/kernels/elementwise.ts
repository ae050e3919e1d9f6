/** Kernels that work on each value by itself. */
import { broadcast, each, noting, type Rule, type Rules } from './rule.js';

const unary: Rule = {
  inputs: ['x'],
  infer: ({ shapes, dtypes }) => [{ shape: shapes[0]!, dtype: dtypes[0]! }],
};
const toFloat: Rule = {
  inputs: ['x'],
  infer: ({ shapes }) => [{ shape: shapes[0]!, dtype: 'float32' }],
};
const toBool: Rule = {
  inputs: ['x'],
  infer: ({ shapes }) => [{ shape: shapes[0]!, dtype: 'bool' }],
};

const binary: Rule = {
  inputs: ['a', 'b'],
  infer: ({ shapes, dtypes }) => [
    {
      shape: broadcast(shapes[0]!, shapes[1]!),
      dtype: dtypes[0] === 'int32' ? dtypes[1]! : dtypes[0]!,
    },
  ],
};
const comparison: Rule = {
  inputs: ['a', 'b'],
  infer: ({ shapes }) => [{ shape: broadcast(shapes[0]!, shapes[1]!), dtype: 'bool' }],
};

export const elementwise: Rules = {
  ...each(
    ['Abs', 'Ceil', 'Floor', 'Neg', 'Relu', 'Relu6', 'Round', 'Sign', 'Square', 'Elu', 'Selu'],
    unary,
  ),
  ...each(
    [
      'Acos',
      'Acosh',
      'Asin',
      'Asinh',
      'Atan',
      'Atanh',
      'Cos',
      'Cosh',
      'Erf',
      'Exp',
      'Expm1',
      'Log',
      'Log1p',
      'Reciprocal',
      'Rsqrt',
      'Sigmoid',
      'Sin',
      'Sinh',
      'Softplus',
      'Sqrt',
      'Tan',
      'Tanh',
    ],
    toFloat,
  ),
  ...each(['IsFinite', 'IsInf', 'IsNan', 'LogicalNot'], toBool),
  LeakyRelu: noting(toFloat, ({ attrs }) => ({ alpha: attrs['alpha'] as number })),
  Step: noting(unary, ({ attrs }) => ({ alpha: (attrs['alpha'] as number | undefined) ?? 0 })),
  ClipByValue: noting(unary, ({ attrs }) => ({
    min: attrs['clipValueMin'] as number,
    max: attrs['clipValueMax'] as number,
  })),
  Cast: {
    inputs: ['x'],
    infer: ({ shapes, attrs }) => [
      { shape: shapes[0]!, dtype: attrs['dtype'] as 'float32' | 'int32' | 'bool' },
    ],
  },
  ...each(
    [
      'Add',
      'Sub',
      'Multiply',
      'RealDiv',
      'FloorDiv',
      'Mod',
      'Maximum',
      'Minimum',
      'Pow',
      'SquaredDifference',
      'Atan2',
    ],
    binary,
  ),
  ...each(
    [
      'Equal',
      'NotEqual',
      'Less',
      'LessEqual',
      'Greater',
      'GreaterEqual',
      'LogicalAnd',
      'LogicalOr',
      'LogicalXor',
    ],
    comparison,
  ),
  AddN: {
    inputs: 'list',
    infer: ({ shapes, dtypes }) => [{ shape: shapes[0]!, dtype: dtypes[0]! }],
  },
  Prelu: { ...binary, inputs: ['x', 'alpha'] },
  EluGrad: { ...binary, inputs: ['dy', 'y'] },
  Select: {
    inputs: ['condition', 't', 'e'],
    infer: ({ shapes, dtypes }) => [{ shape: shapes[1]!, dtype: dtypes[1]! }],
  },
};
