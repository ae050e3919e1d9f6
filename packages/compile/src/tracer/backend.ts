/**
 * A tfjs backend that records instead of computing. Its kernels infer the shapes of their results and add a node to the
 * graph. Only values that are known while tracing (constants, tensors of other backends) can be read.
 */
import * as tf from '@tensorflow/tfjs-core';
import { CompileError } from '../ir/errors.js';
import { GraphBuilder, type DType, type Value, type Values } from '../ir/graph.js';
import { callerOf } from './caller.js';

export const traceBackendName = 'speil-trace';

export class TraceBackend extends tf.KernelBackend {
  builder = new GraphBuilder();
  /** Violations that traced code may have hidden by catching exceptions. */
  violations: CompileError[] = [];
  readonly #values = new WeakMap<object, Value>();
  readonly #known = new WeakMap<object, Values>();
  /** Tensors of other backends that became constants of this graph. */
  #captured = new WeakMap<object, Value>();
  /** Number of tensors that share a data id, which tfjs needs for counting tensors. */
  readonly #references = new WeakMap<object, number>();
  #count = 0;

  /** Starts a new graph. Constants of earlier graphs stay readable. */
  begin(): void {
    this.builder = new GraphBuilder();
    this.violations = [];
    this.#captured = new WeakMap();
  }

  /** @returns a tensor that represents a value of the graph. */
  tensorOf(value: Value): tf.Tensor {
    return tf.engine().makeTensorFromTensorInfo(this.infoOf(value), this);
  }

  infoOf(value: Value): tf.TensorInfo {
    const dataId = this.#newDataId();
    this.#values.set(dataId, value);
    return { dataId, shape: [...value.shape], dtype: value.dtype as tf.DataType };
  }

  /** The value of a tensor in the graph; a tensor from outside becomes a constant. */
  graphValue({ dataId, shape, dtype }: tf.TensorInfo): Value {
    const value = this.#values.get(dataId) ?? this.#captured.get(dataId);
    if (value !== undefined) return this.#inShape(value, shape);
    if (dtype === 'string' || dtype === 'complex64') {
      throw new CompileError(
        'not-traceable',
        `A graph holds numbers. Received: a ${dtype} tensor.`,
      );
    }
    const written = this.#known.get(dataId);
    if (written !== undefined) return this.builder.constant(written, shape, dtype);
    // Read it from its backend, without moving it here. Each tensor gets a separate value, since it may turn out to be
    // a variable that is assigned later.
    const values = tf.engine().readSync(dataId) as unknown as ArrayLike<number>;
    const captured = this.builder.value([...shape], dtype);
    this.builder.constants.set(captured, valuesOf(values, dtype));
    this.#captured.set(dataId, captured);
    return captured;
  }

  /** Outside a trace, tfjs reshapes by giving the same data another shape. */
  #inShape(value: Value, shape: readonly number[]): Value {
    if (value.shape.length === shape.length && value.shape.every((s, i) => s === shape[i])) {
      return value;
    }
    const reshaped = this.builder.value([...shape], value.dtype);
    this.builder.node('Reshape', [value], [reshaped]);
    return reshaped;
  }

  #newDataId(): object {
    this.#count += 1;
    const dataId = {};
    this.#references.set(dataId, 1);
    return dataId;
  }

  override write(values: tf.BackendValues, _shape: number[], dtype: tf.DataType): object {
    const dataId = this.#newDataId();
    if (dtype !== 'string') {
      this.#known.set(
        dataId,
        valuesOf(values as Float32Array | Int32Array | Uint8Array, dtype as DType),
      );
    }
    return dataId;
  }

  override move(
    dataId: object,
    values: tf.BackendValues,
    _shape: number[],
    dtype: tf.DataType,
    references: number,
  ): void {
    this.#count += 1;
    this.#references.set(dataId, references);
    this.#known.set(
      dataId,
      valuesOf(values as Float32Array | Int32Array | Uint8Array, dtype as DType),
    );
  }

  override readSync(dataId: object): tf.BackendValues {
    const known = this.#known.get(dataId);
    if (known !== undefined) return known as Float32Array;
    throw this.#refuse('dataSync() or arraySync()');
  }

  override read(dataId: object): Promise<tf.BackendValues> {
    const known = this.#known.get(dataId);
    if (known !== undefined) return Promise.resolve(known as Float32Array);
    // Nobody may await the promise, so the trace itself must fail.
    const error = this.#refuse('data(), array() or an operation that waits for values');
    this.violations.push(error);
    return Promise.reject(error).catch(() => {
      throw error;
    });
  }

  #refuse(what: string): CompileError {
    const caller = callerOf();
    const by = caller === undefined ? '' : ` by tf.${caller}`;
    return new CompileError(
      'not-traceable',
      `Traced code called ${what}${by}: values are not known while tracing. Compute with tensors (tf.where for a choice), or take the value as an input.`,
    );
  }

  override disposeData(dataId: object, force = false): boolean {
    const left = this.refCount(dataId) - 1;
    this.#references.set(dataId, left);
    if (left > 0 && !force) return false;
    this.#references.delete(dataId);
    this.#count -= 1;
    return true;
  }

  override incRef(dataId: object): void {
    this.#references.set(dataId, this.refCount(dataId) + 1);
  }

  override refCount(dataId: object): number {
    return this.#references.get(dataId) ?? 0;
  }

  override numDataIds(): number {
    return this.#count;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override timerAvailable(): boolean {
    return false;
  }

  override dispose(): void {
    // All memory is managed by JavaScript.
  }
}

/** Copies values to an array of their dtype. */
function valuesOf(values: ArrayLike<number>, dtype: DType): Values {
  switch (dtype) {
    case 'float32':
      return Float32Array.from(values);
    case 'bool':
      return Uint8Array.from(values);
    case 'int32':
    case 'int64':
      return Int32Array.from(values);
  }
}
