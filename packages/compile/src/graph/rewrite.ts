/** What every pass over a graph needs: who makes a value, who uses it, and a copy with values replaced. */
import { resultsOf, type Graph, type Node, type Value } from '../ir/graph.js';

export interface Uses {
  readonly maker: ReadonlyMap<Value, Node>;
  /** How often a value is read, by nodes and as a result. */
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
 * The graph with the given nodes, values replaced in results as in `replaced`. Nodes whose results nobody reads and
 * constants that nobody reads are dropped.
 */
export function rebuilt(
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
  return withoutDead(changed);
}

/** Drops what no result depends on. */
export function withoutDead(graph: Graph): Graph {
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
