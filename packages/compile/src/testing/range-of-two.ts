/** Test cases of binary kernels, with the right result for each pair of numbers. */
import * as tf from '@tensorflow/tfjs';
import { floorMod, pow } from './range-numbers.js';

const f = Math.fround;

export interface OfTwo {
  readonly fn: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
  readonly right: (a: number, b: number) => number;
  readonly signs?: boolean;
  readonly rightOfInts?: (a: number, b: number) => number;
  /** Selects the pairs of int32 to test. Default: all. */
  readonly among?: (a: number, b: number) => boolean;
}

const compared = (
  fn: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  right: (a: number, b: number) => boolean,
): OfTwo => ({ fn: (a, b) => tf.cast(fn(a, b), 'float32'), right: (a, b) => Number(right(a, b)) });
const logical = (
  fn: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  right: (a: boolean, b: boolean) => boolean,
): OfTwo =>
  compared(
    (a, b) => fn(tf.cast(a, 'bool'), tf.cast(b, 'bool')),
    (a, b) => right(a !== 0, b !== 0),
  );
/** Integer division by zero gives 0 in tfjs. */
const floorDiv = (a: number, b: number): number => (b === 0 ? 0 : Math.floor(a / b) | 0);
const kernel = (name: string, inputs: tf.NamedTensorMap): tf.Tensor =>
  tf.engine().runKernel(name, inputs);

export const ofTwo: Readonly<Record<string, OfTwo>> = {
  Add: { fn: tf.add, right: (a, b) => a + b, rightOfInts: (a, b) => (a + b) | 0 },
  AddN: {
    fn: (a, b) => tf.addN([a, b]),
    right: (a, b) => a + b,
    rightOfInts: (a, b) => (a + b) | 0,
  },
  // IEEE 754-2019, section 9.2.1, which Math.atan2 follows.
  Atan2: { fn: tf.atan2, right: Math.atan2, signs: true },
  EluGrad: {
    fn: (dy, y) => kernel('EluGrad', { dy, y }),
    right: (dy, y) => (y >= 0 ? dy : dy * f(y + 1)),
  },
  Equal: compared(tf.equal, (a, b) => a === b),
  // tfjs's cpu backend converts quotients of floats to integers; TensorFlow keeps floats.
  FloorDiv: { fn: tf.floorDiv, right: (a, b) => Math.floor(f(a / b)), rightOfInts: floorDiv },
  Greater: compared(tf.greater, (a, b) => a > b),
  GreaterEqual: compared(tf.greaterEqual, (a, b) => a >= b),
  Less: compared(tf.less, (a, b) => a < b),
  LessEqual: compared(tf.lessEqual, (a, b) => a <= b),
  LogicalAnd: logical(tf.logicalAnd, (a, b) => a && b),
  LogicalOr: logical(tf.logicalOr, (a, b) => a || b),
  LogicalXor: logical(tf.logicalXor, (a, b) => a !== b),
  Maximum: { fn: tf.maximum, right: Math.max },
  Minimum: { fn: tf.minimum, right: Math.min },
  Mod: {
    fn: tf.mod,
    right: floorMod,
    rightOfInts: (a, b) => (b === 0 ? 0 : ((a % b) + b) % b),
  },
  Multiply: { fn: tf.mul, right: (a, b) => a * b, rightOfInts: Math.imul },
  NotEqual: compared(tf.notEqual, (a, b) => a !== b),
  // Integer powers beyond int32 are not defined.
  Pow: { fn: tf.pow, right: pow, among: (a, b) => b >= 0 && Math.abs(a ** b) < 2 ** 31 },
  Prelu: { fn: tf.prelu, right: (a, b) => (a < 0 ? a * b : a) },
  RealDiv: { fn: tf.div, right: (a, b) => a / b, rightOfInts: floorDiv },
  SquaredDifference: {
    fn: tf.squaredDifference,
    right: (a, b) => f(a - b) ** 2,
    rightOfInts: (a, b) => Math.imul(a - b, a - b),
  },
  Sub: { fn: tf.sub, right: (a, b) => a - b, rightOfInts: (a, b) => (a - b) | 0 },
};
