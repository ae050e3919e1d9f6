/**
 * Rewrites rows that are gathered from a table and then split into blocks: each block gathers its rows directly, which
 * saves a copy. The steps of a recurrent network read their selected inputs like this.
 */
import { GraphBuilder, nextId, type Graph, type Node, type Value } from '../ir/graph.js';
import { OnnxBuilder } from '../ir/onnx-builder.js';
import { rebuildGraph, usesOf, type Uses } from './rewrite.js';

export function gatherBlocks(graph: Graph): Graph {
  const uses = usesOf(graph);
  const builder = new GraphBuilder(nextId(graph), graph.constants);
  const l = new OnnxBuilder(builder, {});
  const nodes = graph.nodes.flatMap((node) => {
    const [table, indices] = rowsThatAreCut(node, uses) ?? [];
    if (table === undefined || indices === undefined) return [node];
    const sizes = node.outputs.map(({ shape }) => shape[0]!);
    l.split(indices, 0, sizes).forEach((block, i) =>
      builder.node('Gather', [table, block], [node.outputs[i]!], { axis: 0 }),
    );
    return builder.nodes.splice(0);
  });
  const constants = new Map([...graph.constants, ...builder.constants]);
  return rebuildGraph(graph, nodes, new Map(), constants);
}

/** Table and indices of gathered rows, if nothing else reads the unsplit rows. */
function rowsThatAreCut(
  { op, attributes, inputs: [whole] }: Node,
  { maker, count }: Uses,
): readonly (Value | undefined)[] | undefined {
  if (op !== 'Split' || attributes['axis'] !== 0 || count.get(whole!) !== 1) return undefined;
  const gather = maker.get(whole!);
  const taken = gather?.op === 'Gather' && gather.attributes['axis'] === 0;
  return taken && gather.inputs[1]!.shape.length === 1 ? gather.inputs : undefined;
}
