/** Rules of elementwise kernels. */
import { broadcast } from '../../ir/shapes.js';
import { each, noting, type Rule, type Rules } from './rule.js';

const unary: Rule = {
  inputs: ['x'],
  operands: 'numbers',
  infer: ({ shapes, dtypes }) => [{ shape: shapes[0]!, dtype: dtypes[0]! }],
};
/** tfjs's cpu backend keeps integers for some of these kernels, so that its asinh(2) is 1. */
const toFloat: Rule = {
  inputs: ['x'],
  operands: 'float32',
  infer: ({ shapes }) => [{ shape: shapes[0]!, dtype: 'float32' }],
};
const toBool: Rule = {
  inputs: ['x'],
  operands: 'float32',
  infer: ({ shapes }) => [{ shape: shapes[0]!, dtype: 'bool' }],
};

const binary: Rule = {
  inputs: ['a', 'b'],
  operands: 'numbers',
  infer: ({ shapes, dtypes }) => [{ shape: broadcast(shapes[0]!, shapes[1]!), dtype: dtypes[0]! }],
};
const binaryOfFloats: Rule = { ...binary, operands: 'float32' };
const comparison: Rule = {
  inputs: ['a', 'b'],
  operands: 'numbers',
  infer: ({ shapes }) => [{ shape: broadcast(shapes[0]!, shapes[1]!), dtype: 'bool' }],
};

export const elementwise: Rules = {
  ...each(['Abs', 'Ceil', 'Floor', 'Neg', 'Relu', 'Relu6', 'Round', 'Sign', 'Square'], unary),
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
      'Elu',
      'Erf',
      'Exp',
      'Expm1',
      'Log',
      'Log1p',
      'Reciprocal',
      'Rsqrt',
      'Selu',
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
  ...each(['IsFinite', 'IsInf', 'IsNan'], toBool),
  LogicalNot: { ...toBool, operands: 'any' },
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
    ],
    binary,
  ),
  Atan2: binaryOfFloats,
  ...each(['Equal', 'NotEqual', 'Less', 'LessEqual', 'Greater', 'GreaterEqual'], comparison),
  ...each(['LogicalAnd', 'LogicalOr', 'LogicalXor'], { ...comparison, operands: 'any' }),
  AddN: {
    inputs: 'list',
    operands: 'numbers',
    infer: ({ shapes, dtypes }) => [{ shape: shapes[0]!, dtype: dtypes[0]! }],
  },
  Prelu: { ...binaryOfFloats, inputs: ['x', 'alpha'] },
  EluGrad: { ...binaryOfFloats, inputs: ['dy', 'y'] },
  Select: {
    inputs: ['condition', 't', 'e'],
    infer: ({ shapes, dtypes }) => [{ shape: shapes[1]!, dtype: dtypes[1]! }],
  },
};
