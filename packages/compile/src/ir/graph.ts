/**
 * The intermediate representation: values with known shapes, and nodes in execution order. After tracing, a node's `op`
 * is a tfjs kernel; after lowering, it is an ONNX operator. Each value is defined once and never changes (SSA form).
 */

export type DType = 'float32' | 'int32' | 'int64' | 'bool';
export type Values = Float32Array | Int32Array | BigInt64Array | Uint8Array;

export interface Value {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: DType;
}

export type Attribute =
  number | string | boolean | readonly number[] | readonly (readonly number[])[];

export interface Node {
  readonly op: string;
  /** The domain of an ONNX operator; empty for the operators of ONNX itself and for tfjs kernels. */
  readonly domain: string;
  /** Inputs; an omitted optional input is undefined. */
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface Named {
  readonly name: string;
  readonly value: Value;
}

/** A `tf.Variable` that the traced code assigned: an input for its old value and an output for its new value. */
export interface StateSlot {
  readonly name: string;
  readonly before: Value;
  readonly after: Value;
  readonly initial: Values;
}

/** The same code traced with another size of the open dimension. */
export interface OpenDimension {
  readonly name: string;
  /** The size in this graph and in the other one. */
  readonly sizes: readonly [number, number];
  readonly other: Graph;
}

/** A traced function: nodes of tfjs kernels, in an order in which they can be executed. */
export interface Graph {
  /** The open dimension; absent if all shapes are fixed. */
  readonly open?: OpenDimension;
  /** The inputs, each with its name. */
  readonly inputs: readonly Named[];
  /** The outputs, each with its name. */
  readonly outputs: readonly Named[];
  /** Variables that the function assigns, with their values before and after. */
  readonly state: readonly StateSlot[];
  /** Values that tracing has computed. */
  readonly constants: ReadonlyMap<Value, Values>;
  /** The operations, each after those whose results it takes. */
  readonly nodes: readonly Node[];
}

/** Builds a graph node by node. */
export class GraphBuilder {
  readonly nodes: Node[] = [];
  readonly constants = new Map<Value, Values>();
  readonly #known = new Map<string, Value>();
  #next: number;

  /**
   * @param firstId an id above those of all values from another graph.
   * @param constants constants of that graph, which are reused.
   */
  constructor(firstId = 0, constants: Graph['constants'] = new Map()) {
    this.#next = firstId;
    for (const [value, values] of constants) {
      const key = keyOf(values, value.shape, value.dtype);
      if (key !== undefined) this.#known.set(key, value);
    }
  }

  value(shape: readonly number[], dtype: DType): Value {
    return { id: this.#next++, shape, dtype };
  }

  node(
    op: string,
    inputs: readonly (Value | undefined)[],
    outputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = '',
  ): readonly Value[] {
    this.nodes.push({ op, domain, inputs, outputs, attributes });
    return outputs;
  }

  /** Adds a constant; equal small constants share one value. */
  constant(values: Values, shape: readonly number[], dtype: DType): Value {
    const key = keyOf(values, shape, dtype);
    const known = key === undefined ? undefined : this.#known.get(key);
    if (known !== undefined) return known;
    const value = this.value(shape, dtype);
    this.constants.set(value, values);
    if (key !== undefined) this.#known.set(key, value);
    return value;
  }
}

/** A key that is the same for equal constants; undefined for large constants, which are not compared. */
function keyOf(values: Values, shape: readonly number[], dtype: DType): string | undefined {
  return values.length <= 64 ? `${dtype}|${shape.join()}|${bits(values)}` : undefined;
}

/** Writes the bytes as text, which distinguishes -0 from 0, and treats NaNs with the same bits as equal. */
export function bits(values: Values): string {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).join();
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function arrayOf(dtype: DType, size: number): Values {
  switch (dtype) {
    case 'float32':
      return new Float32Array(size);
    case 'int32':
      return new Int32Array(size);
    case 'int64':
      return new BigInt64Array(size);
    case 'bool':
      return new Uint8Array(size);
  }
}

/** Returns the first id above those of all values of a graph. */
export function nextId({ inputs, state, constants, nodes }: Graph): number {
  const ids = [
    ...inputs.map(({ value }) => value.id),
    ...state.map(({ before }) => before.id),
    ...[...constants.keys()].map(({ id }) => id),
    ...nodes.flatMap(({ outputs }) => outputs.map(({ id }) => id)),
  ];
  return ids.reduce((most, id) => Math.max(most, id), -1) + 1;
}

/** The results of the graph: its outputs and its next state. */
export function resultsOf({ outputs, state }: Graph): Value[] {
  return [...outputs.map(({ value }) => value), ...state.map(({ after }) => after)];
}
