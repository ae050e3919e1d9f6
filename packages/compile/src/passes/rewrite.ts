/** Helpers of all passes: the producers and uses of values, and copies of a graph with values replaced. */
import { GraphBuilder, nextId, resultsOf, type Graph, type Node, type Value } from '../ir/graph.js';
import { OnnxBuilder } from '../ir/onnx-builder.js';

export interface Uses {
  readonly maker: ReadonlyMap<Value, Node>;
  /** Number of uses of a value, by nodes and as a result. */
  readonly count: ReadonlyMap<Value, number>;
}

export function usesOf(graph: Graph): Uses {
  const maker = new Map<Value, Node>();
  const count = new Map<Value, number>();
  const read = (value: Value | undefined): void => {
    if (value !== undefined) count.set(value, (count.get(value) ?? 0) + 1);
  };
  for (const node of graph.nodes) {
    for (const output of node.outputs) maker.set(output, node);
    node.inputs.forEach(read);
  }
  resultsOf(graph).forEach(read);
  return { maker, count };
}

/**
 * Builds a graph from the given nodes, with results replaced as in `replaced`. Unused nodes and constants are dropped.
 */
export function rebuildGraph(
  graph: Graph,
  nodes: readonly Node[],
  replaced: ReadonlyMap<Value, Value> = new Map(),
  constants: Graph['constants'] = graph.constants,
): Graph {
  const end = (value: Value): Value => replaced.get(value) ?? value;
  const changed: Graph = {
    inputs: graph.inputs,
    outputs: graph.outputs.map(({ name, value }) => ({ name, value: end(value) })),
    state: graph.state.map((slot) => ({ ...slot, after: end(slot.after) })),
    constants,
    nodes,
  };
  return removeDeadNodes(changed);
}

/** Drops nodes and constants that no result depends on. */
export function removeDeadNodes(graph: Graph): Graph {
  const needed = new Set<Value>(resultsOf(graph));
  const nodes: Node[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    nodes.push(node);
    for (const input of node.inputs) if (input !== undefined) needed.add(input);
  }
  const constants = new Map([...graph.constants].filter(([value]) => needed.has(value)));
  return { ...graph, constants, nodes: nodes.reverse() };
}

/** Sorts nodes so that each comes after the producers of its inputs, and otherwise keeps their order. */
export function sortNodes(nodes: readonly Node[]): Node[] {
  const maker = new Map(nodes.flatMap((node) => node.outputs.map((value) => [value, node])));
  const placed = new Set<Node>();
  for (const node of nodes) {
    const waiting = [node];
    while (waiting.length > 0) {
      const next = waiting.at(-1)!;
      const missing = next.inputs.flatMap((value) => {
        const made = value && maker.get(value);
        return made === undefined || placed.has(made) ? [] : [made];
      });
      if (missing.length > 0) {
        waiting.push(...missing);
      } else {
        placed.add(next);
        waiting.pop();
      }
    }
  }
  return [...placed];
}

/** Replaces nodes with one result by the value that `rewrite` builds. A node stays if `rewrite` returns undefined. */
export function rewriteNodes(
  graph: Graph,
  rewrite: (node: Node, l: OnnxBuilder, uses: Uses) => Value | undefined,
): Graph {
  const uses = usesOf(graph);
  const builder = new GraphBuilder(nextId(graph), graph.constants);
  const l = new OnnxBuilder(builder, {});
  const replaced = new Map<Value, Value>();
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    const value = rewrite(node, l, uses);
    const made = value === undefined ? [node] : builder.nodes.splice(0);
    for (const one of made) {
      const inputs = one.inputs.map((input) => (input && replaced.get(input)) ?? input);
      nodes.push({ ...one, inputs });
    }
    if (value !== undefined) replaced.set(node.outputs[0]!, value);
  }
  const constants = new Map([...graph.constants, ...builder.constants]);
  return rebuildGraph(graph, nodes, replaced, constants);
}

/** The leaves of a tree of additions of equal shapes whose inner nodes have no other use. */
export function termsOf(root: Node, { maker, count }: Uses): { terms: Value[]; sums: Node[] } {
  const terms: Value[] = [];
  const sums: Node[] = [];
  const { shape } = root.outputs[0]!;
  const visit = (value: Value): void => {
    const node = maker.get(value);
    const branch = node?.op === 'Add' && count.get(value) === 1 && sameShape(value.shape, shape);
    if (!branch) {
      terms.push(value);
      return;
    }
    sums.push(node);
    node.inputs.forEach((input) => {
      visit(input!);
    });
  };
  root.inputs.forEach((input) => {
    visit(input!);
  });
  return { terms, sums };
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

/** The integers of a constant list; empty if the value is not a constant. */
export function integers(graph: Graph, value: Value | undefined): number[] {
  const values = value === undefined ? undefined : graph.constants.get(value);
  return values === undefined ? [] : Array.from(values as ArrayLike<number | bigint>, Number);
}
