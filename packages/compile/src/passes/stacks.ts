/**
 * Stacks of matrices that a graph has anyway. Where the steps of a recurrent network stand before the batch, the gradients of
 * its sums are stacked for the input's kernel; a sum of products over the same steps takes the same stack.
 */
import type { Graph, Value } from '../ir/graph.js';

export interface Stack {
  /** All of them as one. */
  readonly whole: Value;
  /** Matrices one below the other, at least two. */
  readonly values: readonly Value[];
  /** Which of the asked ones stands at each place; undefined where the stack has another. */
  readonly order: readonly (number | undefined)[];
}

/** Another matrix in the stack costs a product with zeros; more of them than one in this many are not worth a copy saved. */
const strangers = 8;

/** @returns a function that finds a stack with all the matrices it is asked for, each once. */
export function stacksOf(graph: Graph): (asked: readonly Value[]) => Stack | undefined {
  const holding = new Map<Value, Omit<Stack, 'order'>[]>();
  for (const { op, attributes, inputs, outputs } of graph.nodes) {
    if (op !== 'Concat' || attributes['axis'] !== 0 || outputs[0]!.shape.length !== 2) continue;
    const values = inputs as readonly Value[];
    if (new Set(values).size !== values.length) continue;
    const stack = { whole: outputs[0]!, values };
    for (const value of values) holding.set(value, [...(holding.get(value) ?? []), stack]);
  }
  return (asked) => {
    const places = new Map(asked.map((value, i) => [value, i]));
    if (places.size !== asked.length) return undefined;
    const stack = holding.get(asked[0]!)?.find(({ values }) => {
      const among = values.filter((value) => places.has(value)).length;
      return among === asked.length && (values.length - among) * strangers <= values.length;
    });
    return stack && { ...stack, order: stack.values.map((value) => places.get(value)) };
  };
}
