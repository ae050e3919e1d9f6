/** Test cases of unary kernels, with the right result for each number. */
import * as tf from '@tensorflow/tfjs';
import { erf, roundToEven } from './range-numbers.js';

const f = Math.fround;
const not = Number.isNaN;

export interface OfOne {
  readonly fn: (x: tf.Tensor) => tf.Tensor;
  readonly right: (x: number) => number;
  /** Whether tfjs accepts only floats. Default false. */
  readonly floatsOnly?: boolean;
  /** Whether the sign of zero must be right. */
  readonly signs?: boolean;
  /** The right result for int32 and booleans, if tfjs keeps integers. Default: `right`. */
  readonly rightOfInts?: (x: number) => number;
}

const number = (fn: (x: tf.Tensor) => tf.Tensor) => (x: tf.Tensor) => tf.cast(fn(x), 'float32');
const alpha = f(0.2);

export const ofOne: Readonly<Record<string, OfOne>> = {
  Abs: { fn: tf.abs, right: Math.abs, rightOfInts: (x) => (x === -(2 ** 31) ? x : Math.abs(x)) },
  Acos: { fn: tf.acos, right: Math.acos },
  Acosh: { fn: tf.acosh, right: Math.acosh },
  Asin: { fn: tf.asin, right: Math.asin },
  Asinh: { fn: tf.asinh, right: Math.asinh },
  Atan: { fn: tf.atan, right: Math.atan },
  Atanh: { fn: tf.atanh, right: Math.atanh },
  Ceil: { fn: tf.ceil, right: Math.ceil, floatsOnly: true },
  // The nearest int32; 0 for NaN.
  Cast: {
    fn: number((x) => tf.cast(x, 'int32')),
    right: (x) => (not(x) ? 0 : Math.min(2 ** 31 - 1, Math.max(-(2 ** 31), Math.trunc(x)))),
  },
  ClipByValue: {
    fn: (x) => tf.clipByValue(x, -2, 1),
    right: (x) => (not(x) ? x : Math.min(1, Math.max(-2, x))),
  },
  Cos: { fn: tf.cos, right: Math.cos, floatsOnly: true },
  Cosh: { fn: tf.cosh, right: Math.cosh, floatsOnly: true },
  Elu: { fn: tf.elu, right: (x) => (x < 0 ? Math.expm1(x) : x), floatsOnly: true },
  Erf: { fn: tf.erf, right: erf },
  Exp: { fn: tf.exp, right: Math.exp },
  Expm1: { fn: tf.expm1, right: Math.expm1 },
  Floor: { fn: tf.floor, right: Math.floor, floatsOnly: true },
  IsFinite: { fn: number(tf.isFinite), right: (x) => Number(Number.isFinite(x)) },
  IsInf: { fn: number(tf.isInf), right: (x) => Number(Math.abs(x) === Infinity) },
  IsNan: { fn: number(tf.isNaN), right: (x) => Number(not(x)) },
  LeakyRelu: { fn: (x) => tf.leakyRelu(x, alpha), right: (x) => (x < 0 ? alpha * x : x) },
  Log: { fn: tf.log, right: Math.log, floatsOnly: true },
  Log1p: { fn: tf.log1p, right: Math.log1p },
  LogicalNot: {
    fn: number((x) => tf.logicalNot(tf.cast(x, 'bool'))),
    right: (x) => Number(x === 0),
  },
  Neg: { fn: tf.neg, right: (x) => -x, signs: true, rightOfInts: (x) => -x | 0 },
  Reciprocal: { fn: tf.reciprocal, right: (x) => 1 / x, signs: true },
  Relu: { fn: tf.relu, right: (x) => Math.max(0, x) },
  Relu6: { fn: tf.relu6, right: (x) => Math.min(6, Math.max(0, x)) },
  Round: { fn: tf.round, right: roundToEven },
  Rsqrt: { fn: tf.rsqrt, right: (x) => 1 / Math.sqrt(x), floatsOnly: true },
  // Klambauer et al. (2017), section 2.
  Selu: {
    fn: tf.selu,
    right: (x) =>
      x < 0 ? 1.0507009873554805 * 1.6732632423543772 * Math.expm1(x) : 1.0507009873554805 * x,
  },
  Sigmoid: { fn: tf.sigmoid, right: (x) => 1 / (1 + Math.exp(-x)), floatsOnly: true },
  // TensorFlow and NumPy give NaN for NaN; tfjs's cpu backend gives 0.
  Sign: { fn: tf.sign, right: Math.sign },
  Sin: { fn: tf.sin, right: Math.sin, floatsOnly: true },
  Sinh: { fn: tf.sinh, right: Math.sinh },
  Softplus: {
    fn: tf.softplus,
    right: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  },
  Sqrt: { fn: tf.sqrt, right: Math.sqrt, floatsOnly: true },
  Square: { fn: tf.square, right: (x) => x * x, rightOfInts: (x) => Math.imul(x, x) },
  Step: {
    fn: (x) => tf.step(x, 0.25),
    right: (x) => (not(x) ? x : x > 0 ? 1 : 0.25),
    rightOfInts: (x) => Number(x > 0),
  },
  Tan: { fn: tf.tan, right: Math.tan, floatsOnly: true },
  Tanh: { fn: tf.tanh, right: Math.tanh, floatsOnly: true },
};
