/**
 * Builds ONNX operators together with the shapes of their results, for the lowerings of all kernels. It remembers
 * splats (values that have the same number everywhere), so that arithmetic can use the number.
 */
import type { GraphBuilder } from './graph.js';
import { broadcast } from './shapes.js';
import { arrayOf, sizeOf, type Attribute, type DType, type Value, type Values } from './graph.js';

/** The form of convolutions: ONNX convolutions, or gathered windows and matrix products. */
export type ConvolutionForm = 'convolution' | 'product';

export interface LoweringOptions {
  /** Which form is faster depends on the number of threads. Default `product`. */
  readonly convolutions?: ConvolutionForm;
}

export type Attributes = Readonly<Record<string, Attribute>>;

export class OnnxBuilder {
  readonly builder: GraphBuilder;
  readonly convolutions: ConvolutionForm;
  readonly #splats = new Map<Value, number>();

  constructor(builder: GraphBuilder, { convolutions = 'product' }: LoweringOptions) {
    this.builder = builder;
    this.convolutions = convolutions;
  }

  /** Adds an operator with one result. */
  op(
    op: string,
    inputs: readonly (Value | undefined)[],
    shape: readonly number[],
    dtype: DType = inputs[0]?.dtype ?? 'float32',
    attributes: Attributes = {},
    domain = '',
  ): Value {
    const output = this.builder.value(shape, dtype);
    this.builder.node(op, inputs, [output], attributes, domain);
    return output;
  }

  /** A constant list of integers, for the shapes, axes and bounds of operators. */
  ints(values: readonly number[]): Value {
    return this.builder.constant(BigInt64Array.from(values.map(BigInt)), [values.length], 'int64');
  }

  scalar(value: number, dtype: DType = 'float32'): Value {
    return this.constant([value], [], dtype);
  }

  constant(values: ArrayLike<number>, shape: readonly number[], dtype: DType): Value {
    const array: Values = arrayOf(dtype, values.length);
    for (let i = 0; i < values.length; i++) {
      array[i] = dtype === 'int64' ? BigInt(values[i]!) : values[i]!;
    }
    const constant = this.builder.constant(array, shape, dtype);
    if (values.length === 1) this.#splats.set(constant, values[0]!);
    return constant;
  }

  /** Creates a value that has the same number everywhere. */
  splat(value: number, shape: readonly number[], dtype: DType): Value {
    if (sizeOf(shape) === 1) return this.constant([value], shape, dtype);
    const splat = this.op('Expand', [this.scalar(value, dtype), this.ints(shape)], shape, dtype);
    this.#splats.set(splat, value);
    return splat;
  }

  /** The number that a value has everywhere; undefined if it is not a known splat. */
  splatOf(value: Value | undefined): number | undefined {
    return value === undefined ? undefined : this.#splats.get(value);
  }

  noteSplat(value: Value, number: number | undefined): void {
    if (number !== undefined) this.#splats.set(value, number);
  }

  reshape(x: Value, shape: readonly number[]): Value {
    if (x.shape.length === shape.length && x.shape.every((size, i) => size === shape[i])) return x;
    const reshaped = this.op('Reshape', [x, this.ints(shape)], shape);
    this.noteSplat(reshaped, this.splatOf(x));
    return reshaped;
  }

  transpose(x: Value, perm: readonly number[]): Value {
    if (perm.every((axis, i) => axis === i)) return x;
    return this.op(
      'Transpose',
      [x],
      perm.map((axis) => x.shape[axis]!),
      x.dtype,
      { perm },
    );
  }

  cast(x: Value, dtype: DType): Value {
    if (x.dtype === dtype) return x;
    const cast = this.op('Cast', [x], x.shape, dtype, { to: dtype });
    const known = this.splatOf(x);
    if (known !== undefined && dtype === 'float32') this.noteSplat(cast, known);
    return cast;
  }

  /** An elementwise operator of two values, with broadcasting. */
  binary(op: string, a: Value, b: Value, dtype: DType = a.dtype): Value {
    const shape = broadcast(a.shape, b.shape);
    const x = this.#shrunk(a, b, shape);
    // If both are splats, only one of them is replaced, so that the shape is kept.
    const y = x === a ? this.#shrunk(b, a, shape) : b;
    const size = sizeOf(shape);
    if (shape.at(-1) !== 1 || size === 1 || (sizeOf(x.shape) > 1 && sizeOf(y.shape) > 1)) {
      return this.op(op, [x, y], shape, dtype);
    }
    // The runtime broadcasts a scalar over a last axis of length 1 value by value, ten times slower than over a long
    // axis.
    const long = (value: Value): Value =>
      this.reshape(value, sizeOf(value.shape) === 1 ? [] : [size]);
    return this.reshape(this.op(op, [long(x), long(y)], [size], dtype), shape);
  }

  /** Replaces a splat by a scalar if the other operand has the shape of the result. */
  #shrunk(x: Value, other: Value, shape: readonly number[]): Value {
    const number = this.splatOf(x);
    if (number === undefined || x.shape.length === 0) return x;
    const given =
      other.shape.length === shape.length && other.shape.every((s, i) => s === shape[i]);
    return given ? this.scalar(number, x.dtype) : x;
  }

  unary(op: string, x: Value, attributes: Attributes = {}): Value {
    return this.op(op, [x], x.shape, x.dtype, attributes);
  }

  add(a: Value, b: Value): Value {
    return this.binary('Add', a, b);
  }

  sub(a: Value, b: Value): Value {
    return this.binary('Sub', a, b);
  }

  mul(a: Value, b: Value): Value {
    return this.binary('Mul', a, b);
  }

  div(a: Value, b: Value): Value {
    return this.binary('Div', a, b);
  }

  where(condition: Value, then: Value, otherwise: Value): Value {
    const shape = broadcast(broadcast(condition.shape, then.shape), otherwise.shape);
    return this.op('Where', [condition, then, otherwise], shape, then.dtype);
  }

  reduce(op: string, x: Value, axes: readonly number[], keepDims = false): Value {
    if (axes.length === 0) return x;
    const shape = keepDims
      ? x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
      : x.shape.filter((_, axis) => !axes.includes(axis));
    return this.op(op, [x, this.ints(axes)], shape, x.dtype, { keepdims: keepDims ? 1 : 0 });
  }

  gather(x: Value, indices: Value, axis: number): Value {
    const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
    return this.op('Gather', [x, indices], shape, x.dtype, { axis });
  }

  /** Gathers constant positions along an axis. */
  gatherAt(x: Value, indices: readonly number[], axis: number): Value {
    if (indices.length === x.shape[axis] && indices.every((from, to) => from === to)) return x;
    return this.gather(x, this.constant(indices, [indices.length], 'int32'), axis);
  }

  concat(parts: readonly Value[], axis: number): Value {
    if (parts.length === 1) return parts[0]!;
    const total = parts.reduce((sum, { shape }) => sum + shape[axis]!, 0);
    const shape = parts[0]!.shape.map((size, i) => (i === axis ? total : size));
    return this.op('Concat', parts, shape, parts[0]!.dtype, { axis });
  }

  split(x: Value, axis: number, sizes: readonly number[]): readonly Value[] {
    if (sizes.length === 1) return [x];
    const outputs = sizes.map((size) =>
      this.builder.value(
        x.shape.map((whole, i) => (i === axis ? size : whole)),
        x.dtype,
      ),
    );
    // Equal parts are given by their number, not their sizes, so that the axis may be open.
    const equal = sizes.every((size) => size === sizes[0]);
    return equal
      ? this.builder.node('Split', [x], outputs, { axis, num_outputs: sizes.length })
      : this.builder.node('Split', [x, this.ints(sizes)], outputs, { axis });
  }

  /** @param paddings number of values to add before and after each axis. */
  pad(x: Value, paddings: readonly (readonly number[])[], value = 0): Value {
    if (paddings.every(([before, after]) => before === 0 && after === 0)) return x;
    const shape = x.shape.map((size, i) => size + paddings[i]![0]! + paddings[i]![1]!);
    const pads = [...paddings.map(([before]) => before!), ...paddings.map(([, after]) => after!)];
    return this.op('Pad', [x, this.ints(pads), this.scalar(value, x.dtype)], shape, x.dtype, {
      mode: 'constant',
    });
  }

  slice(
    x: Value,
    begin: readonly number[],
    end: readonly number[],
    steps: readonly number[],
    shape: readonly number[],
  ): Value {
    const axes = begin.map((_, axis) => axis);
    const whole = begin.every((from, i) => from === 0 && end[i] === x.shape[i] && steps[i] === 1);
    if (whole) return x;
    return this.op(
      'Slice',
      [x, this.ints(begin), this.ints(end), this.ints(axes), this.ints(steps)],
      shape,
    );
  }

  /** Multiplies matrices a `[m, k]` and b `[k, n]`, optionally transposed, and adds `c`, which broadcasts. */
  product(
    a: Value,
    b: Value,
    { transposeA = false, transposeB = false, c }: ProductOptions = {},
  ): Value {
    const rows = a.shape[transposeA ? 1 : 0]!;
    const columns = b.shape[transposeB ? 0 : 1]!;
    return this.op('Gemm', c === undefined ? [a, b] : [a, b, c], [rows, columns], 'float32', {
      transA: transposeA ? 1 : 0,
      transB: transposeB ? 1 : 0,
    });
  }

  /** Multiplies stacks of matrices. */
  matMul(a: Value, b: Value): Value {
    const shape = [
      ...broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)),
      a.shape.at(-2)!,
      b.shape.at(-1)!,
    ];
    return this.op('MatMul', [a, b], shape);
  }
}

export interface ProductOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly c?: Value;
}

/** A kernel call to lower. Its inputs are values of the new graph; its outputs have the traced shapes and dtypes. */
export interface KernelCall {
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly outputs: readonly Value[];
}

export type Lower = (l: OnnxBuilder, call: KernelCall) => Value | readonly Value[];
export type Lowerings = Readonly<Record<string, Lower>>;

export const numberOf = (a: Attributes, name: string): number => a[name] as number;
export const numbersOf = (a: Attributes, name: string): readonly number[] => a[name] as number[];
