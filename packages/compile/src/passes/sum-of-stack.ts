/**
 * Replaces a sum of matrices that are already stacked by one reduction of the stack. If each step of a recurrent
 * network gets the same input, the gradient of that input is such a sum, and the gradients of the kernels use the
 * stack.
 */
import type { Graph } from '../ir/graph.js';
import { sortNodes, rebuildGraph, rewriteNodes, sameShape, termsOf } from './rewrite.js';
import { createStackFinder } from './stacks.js';

/** With fewer terms, additions are as cheap. */
const minTerms = 4;

export function sumStacks(graph: Graph): Graph {
  const stackOf = createStackFinder(graph);
  const summed = rewriteNodes(graph, (node, l, uses) => {
    if (node.op !== 'Add') return undefined;
    const { shape } = node.outputs[0]!;
    const { terms } = termsOf(node, uses);
    if (terms.length < minTerms || !terms.every((term) => sameShape(term.shape, shape))) {
      return undefined;
    }
    const stack = stackOf(terms);
    if (stack?.values.length !== terms.length) return undefined;
    const [rows, columns] = shape as [number, number];
    return l.reduce('ReduceSum', l.reshape(stack.whole, [terms.length, rows, columns]), [0]);
  });
  // The stack may come after the sum.
  return rebuildGraph(summed, sortNodes(summed.nodes));
}
