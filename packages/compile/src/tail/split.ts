/**
 * Splits a graph into a head, which the runtime executes, and a tail of elementwise arithmetic that only results use,
 * such as the update of an optimiser. A runtime makes one pass over memory for each operator. The tail becomes loops
 * of WebAssembly, which make one pass for all operators.
 */
import { sizeOf, type Graph, type Named, type Node, type Value } from '../ir/graph.js';

/** tfjs kernels that the loops of the tail support. */
const arithmetic = new Set([
  'Abs',
  'Add',
  'Maximum',
  'Minimum',
  'Multiply',
  'Neg',
  'RealDiv',
  'Sqrt',
  'Square',
  'Sub',
]);

export interface SplitGraph {
  /** Takes all inputs of the graph. Its outputs are those outside the tail, and the values that the tail reads. */
  readonly head: Graph;
  /** Takes inputs of the graph and outputs of the head. Absent if nothing is worth splitting off. */
  readonly tail?: Graph;
}

/** With fewer nodes the tail does not pay off, since its inputs must first leave the runtime. */
const minNodes = 3;

export function splitTail(graph: Graph): SplitGraph {
  if (graph.open !== undefined) return { head: graph };
  const nodes = componentsOf(tailOf(graph))
    .filter((group) => group.length >= minNodes)
    .flat();
  // A runtime does not accept a graph without nodes.
  if (nodes.length === 0 || nodes.length === graph.nodes.length) return { head: graph };
  const made = new Set(nodes.map(({ outputs }) => outputs[0]!));
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  const given = graph.inputs.filter(({ value }) => read.has(value));
  const known = new Set<Value | undefined>([
    ...graph.inputs.map(({ value }) => value),
    ...graph.constants.keys(),
    ...made,
  ]);
  const names = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name));
  const handed = [...read]
    .filter((value): value is Value => !known.has(value))
    .map((value, i): Named => ({ name: freeName(`tail/${i}`, names), value }));
  const isMade = ({ value }: Named): boolean => made.has(value);
  return {
    head: {
      ...graph,
      nodes: graph.nodes.filter(({ outputs }) => !made.has(outputs[0]!)),
      outputs: [...graph.outputs.filter((output) => !isMade(output)), ...handed],
    },
    tail: {
      inputs: [...given, ...handed],
      outputs: graph.outputs.filter(isMade),
      state: [],
      constants: graph.constants,
      nodes: graph.nodes.filter(({ outputs }) => made.has(outputs[0]!)),
    },
  };
}

const freeName = (name: string, names: ReadonlySet<string>): string =>
  names.has(name) ? freeName(`${name}'`, names) : name;

/** Arithmetic nodes whose results are used only by the tail and the graph's outputs, in the order of the graph. */
function tailOf(graph: Graph): Node[] {
  // The next values of variables stay in the runtime.
  const elsewhere = new Set<Value>(graph.state.map(({ after }) => after));
  const tail: Node[] = [];
  for (const node of [...graph.nodes].reverse()) {
    const [output] = node.outputs;
    if (isArithmetic(node, graph) && !elsewhere.has(output!)) tail.push(node);
    else for (const input of node.inputs) if (input !== undefined) elsewhere.add(input);
  }
  return withoutSums(tail.reverse(), graph);
}

/**
 * Keeps in the head the nodes that combine only its arrays: the sum of a weight's gradients over the steps of a
 * recurrent network is then passed as one array, and the head merges it into one product.
 */
function withoutSums(tail: readonly Node[], { inputs }: Graph): Node[] {
  const outside = new Set(inputs.map(({ value }) => value));
  const remaining: Node[] = [];
  for (const node of tail) {
    const arrays = new Set(node.inputs.filter((value) => value && sizeOf(value.shape) > 1));
    const joins = arrays.size > 1 && [...arrays].every((value) => !outside.has(value!));
    if (joins) continue;
    remaining.push(node);
    outside.add(node.outputs[0]!);
  }
  return remaining;
}

function isArithmetic({ op, inputs, outputs }: Node, { constants }: Graph): boolean {
  const [output] = outputs;
  if (!arithmetic.has(op) || output === undefined || outputs.length > 1) return false;
  if (output.dtype !== 'float32' || sizeOf(output.shape) < 2) return false;
  return inputs.every(
    (value) =>
      value?.dtype === 'float32' &&
      (sizeOf(value.shape) === 1 || (sameShape(value, output) && !constants.has(value))),
  );
}

function sameShape(a: Value, b: Value): boolean {
  return a.shape.length === b.shape.length && a.shape.every((size, i) => size === b.shape[i]);
}

/** Connected components of nodes. */
function componentsOf(nodes: readonly Node[]): Node[][] {
  const parent = new Map<Value, Value>();
  const rootOf = (value: Value): Value => {
    let root = value;
    while (parent.get(root) !== root) {
      // Path compression.
      parent.set(root, parent.get(parent.get(root)!)!);
      root = parent.get(root)!;
    }
    return root;
  };
  for (const { outputs } of nodes) parent.set(outputs[0]!, outputs[0]!);
  for (const { inputs, outputs } of nodes) {
    for (const input of inputs) {
      if (input && parent.has(input)) parent.set(rootOf(input), rootOf(outputs[0]!));
    }
  }
  const groups = new Map<Value, Node[]>();
  for (const node of nodes) {
    const root = rootOf(node.outputs[0]!);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [node]);
    else group.push(node);
  }
  return [...groups.values()];
}
