/**
 * Merges sums of products. An unrolled recurrent network adds the gradient of a weight at each step: A1' B1 + A2' B2 +
 * ... is one product of the stacked matrices, and the sums of the rows of B1, B2, ... are one sum over the stack. A
 * product plus a row is a product with a bias.
 */
import { GraphBuilder, nextId, sizeOf, type Graph, type Node, type Value } from '../ir/graph.js';
import {
  sortNodes,
  integers,
  rebuildGraph,
  sameShape,
  termsOf,
  usesOf,
  type Uses,
} from './rewrite.js';
import { createStackFinder, type Stack } from './stacks.js';

/** Merges the terms of sums of products (or of sums of rows) if each term has no other use. */
export function mergeProducts(graph: Graph): Graph {
  const uses = usesOf(graph);
  const builder = new GraphBuilder(nextId(graph), graph.constants);
  const stackOf = createStackFinder(graph);
  const replaced = new Map<Node, readonly Node[]>();
  const inner = new Set<Node>();
  // Process the last sum first: the outermost sum has all terms.
  for (const node of [...graph.nodes].reverse()) {
    if (node.op !== 'Add' || inner.has(node)) continue;
    const { terms, sums } = termsOf(node, uses);
    const groups = groupTerms(graph, terms, uses);
    if (groups.every(({ length }) => length < 2)) continue;
    for (const sum of sums) inner.add(sum);
    replaced.set(node, mergeGroup(node, groups, uses, builder, stackOf));
  }
  // An existing stack may contain rows that are computed after the sum.
  const nodes = sortNodes(graph.nodes.flatMap((node) => replaced.get(node) ?? [node]));
  return rebuildGraph(graph, nodes, new Map(), constantsWith(graph, builder));
}

function constantsWith(graph: Graph, builder: GraphBuilder): Graph['constants'] {
  return new Map([...graph.constants, ...builder.constants]);
}

/** Groups terms that can become one operator, in the order of their first members; other terms stay alone. */
function groupTerms(graph: Graph, terms: readonly Value[], uses: Uses): Value[][] {
  const groups = new Map<string, Value[]>();
  terms.forEach((term, i) => {
    const key = keyOf(graph, term, uses) ?? `alone ${i}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [term]);
    else group.push(term);
  });
  return [...groups.values()];
}

function keyOf(graph: Graph, term: Value, { maker, count }: Uses): string | undefined {
  const node = maker.get(term);
  if (node === undefined || count.get(term) !== 1) return undefined;
  if (node.op === 'Gemm' && node.inputs.length === 2) {
    const { transA, transB } = node.attributes;
    return `Gemm ${String(transA)} ${String(transB)} ${term.shape.join('x')}`;
  }
  if (node.op === 'ReduceSum' && node.inputs[0]!.shape.length === 2) {
    // Only sums over rows can be stacked.
    const [axis, ...others] = integers(graph, node.inputs[1]);
    if (axis !== 0 || others.length > 0) return undefined;
    return `ReduceSum ${String(node.attributes['keepdims'])} ${term.shape.join('x')}`;
  }
  return undefined;
}

function mergeGroup(
  root: Node,
  groups: readonly Value[][],
  uses: Uses,
  builder: GraphBuilder,
  stackOf: (requested: readonly Value[]) => Stack | undefined,
): Node[] {
  const nodes: Node[] = [];
  const emit = (node: Node): Value => {
    nodes.push(node);
    return node.outputs[0]!;
  };
  const stack = (values: readonly Value[], axis: 0 | 1): Value => {
    const total = values.reduce((sum, { shape }) => sum + shape[axis]!, 0);
    const shape = axis === 0 ? [total, values[0]!.shape[1]!] : [values[0]!.shape[0]!, total];
    const output = builder.value(shape, 'float32');
    return emit({
      op: 'Concat',
      domain: '',
      inputs: values,
      outputs: [output],
      attributes: { axis },
    });
  };
  const zeros = (...shape: [number, number]): Value =>
    builder.constant(new Float32Array(sizeOf(shape)), shape, 'float32');
  const sums = groups.map((group) => {
    if (group.length === 1) return group[0]!;
    const members = group.map((term) => uses.maker.get(term)!);
    const [first] = members as [Node];
    const output = builder.value(group[0]!.shape, 'float32');
    const operands = (index: 0 | 1): Value[] => members.map(({ inputs }) => inputs[index]!);
    const { transA, transB } = first.attributes;
    let stacked: readonly (Value | undefined)[];
    if (first.op !== 'Gemm') {
      stacked = [stack(operands(0), 0), first.inputs[1]];
    } else if (transA === 1 && transB !== 1) {
      // A1' B1 + A2' B2 + ... in the order of an existing stack of B1, B2, ..., with zeros for its other matrices.
      const [own, other] = [operands(0), operands(1)];
      const there = stackOf(other);
      const padded = there?.order.map((index, i) =>
        index === undefined ? zeros(there.values[i]!.shape[0]!, own[0]!.shape[1]!) : own[index]!,
      );
      stacked = [stack(padded ?? own, 0), stack(there?.values ?? other, 0)];
    } else {
      stacked = [
        stack(operands(0), transA === 1 ? 0 : 1),
        stack(operands(1), transB === 1 ? 1 : 0),
      ];
    }
    return emit({ ...first, inputs: stacked, outputs: [output] });
  });
  // The last addition keeps the root's output.
  const last = sums.length - 1;
  if (last === 0) {
    nodes[nodes.length - 1] = { ...nodes.at(-1)!, outputs: root.outputs };
    return nodes;
  }
  let sum = sums[0]!;
  for (let i = 1; i <= last; i++) {
    const output = i === last ? root.outputs[0]! : builder.value(root.outputs[0]!.shape, 'float32');
    sum = emit({ ...root, inputs: [sum, sums[i]!], outputs: [output] });
  }
  return nodes;
}

/** Fuses the sum of a product and an addend: the addend becomes the third operand of the product. */
export function fuseAddends(graph: Graph): Graph {
  const uses = usesOf(graph);
  const fused = new Map<Node, Node>();
  const taken = new Set<Node>();
  for (const node of graph.nodes) {
    if (node.op !== 'Add') continue;
    for (const [value, addend] of [
      [node.inputs[0]!, node.inputs[1]!],
      [node.inputs[1]!, node.inputs[0]!],
    ] as const) {
      const product = uses.maker.get(value);
      const fits =
        product?.op === 'Gemm' &&
        product.inputs.length === 2 &&
        uses.count.get(value) === 1 &&
        !taken.has(product) &&
        sameShape(value.shape, node.outputs[0]!.shape) &&
        broadcasts(addend.shape, value.shape);
      if (!fits) continue;
      taken.add(product);
      fused.set(node, { ...product, inputs: [...product.inputs, addend], outputs: node.outputs });
      break;
    }
  }
  // The product replaces the sum, so that it comes after all of its operands.
  const nodes = graph.nodes
    .filter((node) => !taken.has(node))
    .map((node) => fused.get(node) ?? node);
  return rebuildGraph(graph, nodes);
}

/** Whether Gemm accepts an addend of this shape: at most two axes, each of the product's size or 1. */
function broadcasts(addend: readonly number[], [rows, columns]: readonly number[]): boolean {
  if (addend.length > 2) return false;
  const width = addend.at(-1) ?? 1;
  const height = addend.length === 2 ? addend[0]! : 1;
  return (width === columns || width === 1) && (height === rows || height === 1);
}
