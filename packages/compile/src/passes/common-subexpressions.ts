/** Merges equal operators on equal inputs, for example the gathered windows of a convolution and of its gradients. */
import type { Graph, Node, Value } from '../ir/graph.js';
import { rebuildGraph } from './rewrite.js';

export function joinCommonSubexpressions(graph: Graph): Graph {
  const known = new Map<string, Node>();
  const replaced = new Map<Value, Value>();
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((value) => (value && replaced.get(value)) ?? value);
    const key = [
      node.domain,
      node.op,
      inputs.map((value) => value?.id).join(),
      node.outputs.map(({ shape, dtype }) => `${dtype}${shape.join('x')}`).join(),
      JSON.stringify(node.attributes),
    ].join('|');
    const earlier = known.get(key);
    if (earlier === undefined) {
      const unique = { ...node, inputs };
      known.set(key, unique);
      nodes.push(unique);
    } else {
      node.outputs.forEach((output, i) => replaced.set(output, earlier.outputs[i]!));
    }
  }
  return rebuildGraph(graph, nodes, replaced);
}
