/**
 * Finds stacks of matrices that a graph already contains. If a recurrent network has its steps before the batch, the
 * gradients of its sums are stacked for the input's kernel. A sum of products over the same steps can use this stack.
 */
import type { Graph, Value } from '../ir/graph.js';

export interface Stack {
  /** The whole stack as one value. */
  readonly whole: Value;
  /** The stacked matrices, at least two. */
  readonly values: readonly Value[];
  /** Index of the requested matrix at each position; undefined for other matrices. */
  readonly order: readonly (number | undefined)[];
}

/**
 * Each matrix in the stack that is not requested costs a product with zeros. A stack in which more than one in this
 * many is not requested does not pay off.
 */
const maxOthers = 8;

/** @returns a function that finds a stack with all requested matrices, each exactly once. */
export function createStackFinder(
  graph: Graph,
): (requested: readonly Value[]) => Stack | undefined {
  const holding = new Map<Value, Omit<Stack, 'order'>[]>();
  for (const { op, attributes, inputs, outputs } of graph.nodes) {
    if (op !== 'Concat' || attributes['axis'] !== 0 || outputs[0]!.shape.length !== 2) continue;
    const values = inputs as readonly Value[];
    if (new Set(values).size !== values.length) continue;
    const stack = { whole: outputs[0]!, values };
    for (const value of values) holding.set(value, [...(holding.get(value) ?? []), stack]);
  }
  return (requested) => {
    const indices = new Map(requested.map((value, i) => [value, i]));
    if (indices.size !== requested.length) return undefined;
    const stack = holding.get(requested[0]!)?.find(({ values }) => {
      const found = values.filter((value) => indices.has(value)).length;
      return found === requested.length && (values.length - found) * maxOthers <= values.length;
    });
    return stack && { ...stack, order: stack.values.map((value) => indices.get(value)) };
  };
}
