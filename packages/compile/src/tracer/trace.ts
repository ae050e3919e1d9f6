/** Traces tfjs code to a graph. */
import * as tf from '@tensorflow/tfjs-core';
import { CompileError } from '../ir/errors.js';
import { bits, resultsOf, type Graph, type Named, type Value, type Values } from '../ir/graph.js';
import type { TraceBackend } from './backend.js';
import { traceBackendName } from './backend.js';
import { refuseRandom } from './guards.js';
import { traceBackend } from './register.js';
import { watchVariables } from './state.js';

/** Shape and dtype (default `float32`) of an input. */
export interface InputSpec {
  /** A dimension with a name instead of a size is open: each run chooses the size. A graph has at most one name. */
  readonly shape: readonly (number | string)[];
  /** The type of its values. Default `float32`. */
  readonly dtype?: 'float32' | 'int32' | 'bool';
}

/** How a function is traced. */
export interface TraceOptions {
  /** Whether to run the code a second time to verify that it is deterministic. Default true. */
  readonly check?: boolean;
}

/** Tensors by name. */
export type TensorMap = Readonly<Record<string, tf.Tensor>>;

/**
 * Runs `fn` once on symbolic tensors and records all kernels that it calls, including those of its gradients.
 *
 * The code runs a second time to verify that it is deterministic: a value that changes from run to run (a hidden clock,
 * a counter) would be frozen into the graph, so it is refused. `Math.random`, `dataSync()`, promises and unknown
 * kernels are refused too, with an error that names them.
 *
 * @param fn a function from named tensors to named tensors. Tensors that it captures become constants. A `tf.Variable`
 *   that it assigns becomes state: an input and an output of the graph. So do the slots of an optimiser that was
 *   created outside, although it creates them at its first step.
 * @param inputs shapes and dtypes by name. A shape such as `['batch', 784]` has an open dimension: the graph then runs
 *   with any size.
 * @throws CompileError if the code cannot be traced.
 */
export function trace(
  fn: (inputs: Record<string, tf.Tensor>) => TensorMap,
  inputs: Readonly<Record<string, InputSpec>>,
  { check = true }: TraceOptions = {},
): Graph {
  const name = openDimension(inputs);
  const [size, other] = openSizes;
  const once = (at: number) => traceOnce(fn, withSize(inputs, at));
  const first = once(size);
  // Later runs find the variables that the first run created, so use the graph of the second run.
  const { graph } = first.made > 0 ? once(size) : first;
  const changed = check ? describeDifference(graph, once(size).graph) : undefined;
  if (changed !== undefined) {
    throw new CompileError(
      'not-traceable',
      `Traced code does not do the same twice: ${changed}. Something that changes from run to run would be frozen into the graph; take it as an input.`,
    );
  }
  if (name === undefined) return graph;
  // Whatever differs between two sizes depends on the size.
  return { ...graph, open: { name, sizes: openSizes, other: once(other).graph } };
}

/** The two sizes with which an open dimension is traced. */
const openSizes: readonly [number, number] = [3, 5];

function openDimension(inputs: Readonly<Record<string, InputSpec>>): string | undefined {
  const names = new Set(
    Object.values(inputs).flatMap(({ shape }) => shape.filter((size) => typeof size === 'string')),
  );
  if (names.size > 1) {
    throw new CompileError(
      'invalid-input',
      `A graph may have at most one open dimension. Received: ${[...names].join(', ')}.`,
    );
  }
  return [...names][0];
}

interface FixedSpec {
  readonly shape: readonly number[];
  readonly dtype?: InputSpec['dtype'];
}

function withSize(
  inputs: Readonly<Record<string, InputSpec>>,
  open: number,
): Readonly<Record<string, FixedSpec>> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, dtype = 'float32' }]) => [
      name,
      { shape: shape.map((size) => (typeof size === 'number' ? size : open)), dtype },
    ]),
  );
}

interface Traced {
  readonly graph: Graph;
  /** Number of variables that the code created. */
  readonly made: number;
}

function traceOnce(
  fn: (inputs: Record<string, tf.Tensor>) => TensorMap,
  specs: Readonly<Record<string, FixedSpec>>,
): Traced {
  const backend = traceBackend();
  const before = activeBackend();
  // For a backend with synchronous initialisation this takes effect immediately.
  void tf.setBackend(traceBackendName);
  backend.begin();
  const { builder } = backend;
  const variables = watchVariables(backend);
  tf.engine().startScope('speil-trace');
  try {
    const inputs: Named[] = Object.entries(specs).map(([name, { shape, dtype = 'float32' }]) => ({
      name,
      value: builder.value([...shape], dtype),
    }));
    const tensors = Object.fromEntries(
      inputs.map(({ name, value }) => [name, backend.tensorOf(value)]),
    );
    const results = refuseRandom(() => fn(tensors));
    const outputs = outputsOf(results, backend);
    if (backend.violations[0] !== undefined) throw backend.violations[0];
    const graph: Graph = {
      inputs,
      outputs,
      state: variables.slots(),
      constants: builder.constants,
      nodes: builder.nodes,
    };
    assertClosed(graph);
    return { graph, made: variables.made };
  } finally {
    variables.restore();
    tf.engine().endScope();
    if (before !== undefined && before !== traceBackendName) void tf.setBackend(before);
    variables.settle();
  }
}

/** The backend to restore; if none has been used yet, the one that tfjs would choose. */
function activeBackend(): string | undefined {
  try {
    return tf.engine().backend === undefined ? undefined : tf.getBackend();
  } catch {
    // No other backend is loaded.
    return undefined;
  }
}

function outputsOf(results: TensorMap, backend: TraceBackend): Named[] {
  if (typeof (results as { then?: unknown } | undefined)?.then === 'function') {
    throw new CompileError(
      'not-traceable',
      'Traced code returned a promise: it must be synchronous. Compute with tensors only.',
    );
  }
  return Object.entries(results).map(([name, tensor]) => {
    if (!(tensor instanceof tf.Tensor)) {
      throw new CompileError(
        'not-traceable',
        `Traced code must return tensors by name. Received: ${name}=${String(tensor)}.`,
      );
    }
    return { name, value: backend.graphValue(tensor) };
  });
}

/** Asserts that all used values are defined in the graph. */
function assertClosed(graph: Graph): void {
  const made = new Set<Value>([
    ...graph.inputs.map(({ value }) => value),
    ...graph.state.map(({ before }) => before),
    ...graph.constants.keys(),
  ]);
  const check = (value: Value | undefined): void => {
    if (value !== undefined && !made.has(value)) {
      throw new CompileError(
        'not-traceable',
        'Traced code uses a tensor that it kept from an earlier run of itself. Pass it as an input, or keep it in a tf.Variable.',
      );
    }
  };
  for (const { inputs, outputs } of graph.nodes) {
    inputs.forEach(check);
    for (const output of outputs) made.add(output);
  }
  resultsOf(graph).forEach(check);
}

/** @returns a description of the first difference between two traces of the same code; undefined if there is none. */
function describeDifference(a: Graph, b: Graph): string | undefined {
  if (a.nodes.length !== b.nodes.length) {
    return `it called ${a.nodes.length} kernels, then ${b.nodes.length}`;
  }
  const names = new Map<Value, Value>();
  const pair = (x: Value | undefined, y: Value | undefined): boolean => {
    if (x === undefined || y === undefined) return x === y;
    const known = names.get(x);
    if (known !== undefined) return known === y;
    const [left, right] = [a.constants.get(x), b.constants.get(y)];
    if (left === undefined || right === undefined) return false;
    names.set(x, y);
    return sameBits(left, right);
  };
  a.inputs.forEach(({ value }, i) => names.set(value, b.inputs[i]!.value));
  a.state.forEach(({ before }, i) => {
    if (b.state[i] !== undefined) names.set(before, b.state[i].before);
  });
  for (const [i, node] of a.nodes.entries()) {
    const other = b.nodes[i]!;
    if (node.op !== other.op) return `kernel ${i} was ${node.op}, then ${other.op}`;
    const same = JSON.stringify(node.attributes) === JSON.stringify(other.attributes);
    if (!same) return `the attributes of kernel ${i}, ${node.op}, changed`;
    const fits = node.inputs.every((value, at) => pair(value, other.inputs[at]));
    if (!fits) return `an input of kernel ${i}, ${node.op}, changed`;
    node.outputs.forEach((output, at) => names.set(output, other.outputs[at]!));
  }
  const ends = [resultsOf(a), resultsOf(b)];
  if (!ends[0]!.every((value, at) => pair(value, ends[1]![at]))) return 'a result changed';
  return undefined;
}

function sameBits(a: Values, b: Values): boolean {
  return (
    a.length === b.length &&
    (a.length > 4096 ? a.every((v, i) => Object.is(v, b[i])) : bits(a) === bits(b))
  );
}
