/**
 * Replaces a sum of all slices along an axis by a reduction of that axis: tfjs computes the gradient of a tile with a
 * slice and an addition for each repetition.
 */
import type { Graph, Node, Value } from '../ir/graph.js';
import { integers, rewriteNodes, termsOf, type Uses } from './rewrite.js';

export function reduceSlices(graph: Graph): Graph {
  return rewriteNodes(graph, (node, l, uses) => {
    if (node.op !== 'Add' || sliceOf(graph, node.inputs[1]!, uses) === undefined) return undefined;
    const slices = termsOf(node, uses).terms.map((term) => sliceOf(graph, term, uses));
    const [first] = slices;
    if (first === undefined || slices.length !== first.source.shape[first.axis]) return undefined;
    const starts = new Set<number>();
    for (const slice of slices) {
      if (slice?.source !== first.source || slice.axis !== first.axis) return undefined;
      starts.add(slice.start);
    }
    if (starts.size !== slices.length) return undefined;
    return l.reduce('ReduceSum', first.source, [first.axis], true);
  });
}

interface UnitSlice {
  readonly source: Value;
  readonly axis: number;
  readonly start: number;
}

/** Describes a value that is a slice of length 1 along one axis, if it has no other use. */
function sliceOf(graph: Graph, value: Value, { maker, count }: Uses): UnitSlice | undefined {
  const node: Node | undefined = maker.get(value);
  if (node?.op !== 'Slice' || count.get(value) !== 1) return undefined;
  const [source] = node.inputs as [Value];
  const axis = value.shape.findIndex((size, i) => size !== source.shape[i]);
  const one = value.shape.every((size, i) => size === (i === axis ? 1 : source.shape[i]));
  if (axis === -1 || !one) return undefined;
  return { source, axis, start: integers(graph, node.inputs[1])[axis]! };
}
