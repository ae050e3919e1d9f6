/** The signature of a graph, without its nodes: enough to run a cached session. */
import { refusal } from '../passes/open-dimension.js';
import type { DType, Graph, Named } from '../ir/graph.js';

/** An input or an output of an executable. */
export interface Port {
  /** Its name, as in the traced function. */
  readonly name: string;
  /** A name marks a dimension whose size may differ from run to run. */
  readonly shape: readonly (number | string)[];
  /** The type of its values. */
  readonly dtype: DType;
}

/** A variable that the traced code assigned. */
export interface StatePort {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly initial: Float32Array | Int32Array | Uint8Array;
}

export interface Signature {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly state: readonly StatePort[];
}

/** @throws CompileError `not-traceable` if a result's shape depends on the open dimension in an unsupported way. */
export function signatureOf(graph: Graph): Signature {
  return {
    inputs: portsOf(graph, (one) => one.inputs),
    outputs: portsOf(graph, (one) => one.outputs),
    state: graph.state.map(({ name, before, initial }) => ({
      name,
      shape: before.shape,
      dtype: before.dtype,
      initial: initial as StatePort['initial'],
    })),
  };
}

/** Dimensions that differ between the two traced sizes are the open dimension. */
function portsOf(graph: Graph, of: (one: Graph) => readonly Named[]): Port[] {
  const { open } = graph;
  return of(graph).map(({ name, value: { shape, dtype } }, i) => ({
    name,
    shape: shape.map((size, axis) => {
      const other = open === undefined ? size : of(open.other)[i]!.value.shape[axis];
      if (open === undefined || size === other) return size;
      if (size === open.sizes[0] && other === open.sizes[1]) return open.name;
      throw refusal(open.name, `the shape of ${name}`);
    }),
    dtype,
  }));
}
