/**
 * Optimises products with repeated rows. A recurrent decoder reads its latent together with the input of every step:
 * the same numbers are multiplied by the weights at each step, and their gradients are multiplied again only to be
 * summed. Products are linear, so the repeated part is multiplied once, and sums are computed before products.
 */
import { sizeOf, type Graph, type Node, type Value } from '../ir/graph.js';
import type { OnnxBuilder } from '../ir/onnx-builder.js';
import { integers, rewriteNodes, type Uses } from './rewrite.js';

/** For narrower products the additional operator does not pay off. */
const minColumns = 8;

export function shareRepeatedRows(graph: Graph): Graph {
  return splitRepeats(reduceBeforeProducts(graph));
}

/** Rewrites sums over the rows of a product, or of some of its columns: the rows are summed before the product. */
function reduceBeforeProducts(graph: Graph): Graph {
  return rewriteNodes(graph, (node, l, uses) => {
    if (node.op !== 'ReduceSum') return undefined;
    const [axis, ...others] = integers(graph, node.inputs[1]);
    const summed = node.inputs[0]!;
    if (axis === undefined || others.length > 0 || axis >= summed.shape.length - 1)
      return undefined;
    const columns = columnsOf(summed, uses);
    const moved = columns && rowsBeforeSwap(columns.whole, uses);
    const product = columns && productOf(moved?.from ?? columns.whole, uses);
    if (product === undefined || product.inputs[2] !== undefined) return undefined;
    if (columns!.size < minColumns || product.attributes['transA'] !== 0) return undefined;
    const [a, b] = product.inputs as [Value, Value];
    const rows = (moved?.from ?? summed).shape.slice(0, -1);
    const along = moved?.perm[axis] ?? axis;
    const reduced = l.reduce('ReduceSum', l.reshape(a, [...rows, a.shape[1]!]), [along]);
    const transposeB = product.attributes['transB'] === 1;
    const few = l.reshape(reduced, [sizeOf(reduced.shape) / a.shape[1]!, a.shape[1]!]);
    const weights = part(l, b, transposeB ? 0 : 1, columns!);
    return l.reshape(l.product(few, weights, { transposeB }), node.outputs[0]!.shape);
  });
}

interface Columns {
  /** The value whose last axis contains the columns. */
  readonly whole: Value;
  readonly begin: number;
  readonly size: number;
}

/** Describes a value as columns of the input of a Split whose other results are unused, or of the value itself. */
function columnsOf(value: Value, { maker, count }: Uses): Columns | undefined {
  if (count.get(value) !== 1) return undefined;
  const node = maker.get(value);
  const size = value.shape.at(-1)!;
  if (node?.op !== 'Split') return { whole: value, begin: 0, size };
  const whole = node.inputs[0]!;
  const lone = node.outputs.every((output) => output === value || !count.has(output));
  if (!lone || node.attributes['axis'] !== whole.shape.length - 1) return undefined;
  const before = node.outputs.slice(0, node.outputs.indexOf(value));
  const begin = before.reduce((sum, { shape }) => sum + shape.at(-1)!, 0);
  return { whole, begin, size };
}

interface Moved {
  readonly from: Value;
  readonly perm: readonly number[];
}

/** The value before a swap of its two row axes; after a sum along one of them the order does not matter. */
function rowsBeforeSwap(value: Value, { maker, count }: Uses): Moved | undefined {
  const node = maker.get(value);
  if (node?.op !== 'Transpose' || count.get(value) !== 1) return undefined;
  const perm = node.attributes['perm'] as readonly number[];
  return perm.join() === '1,0,2' ? { from: node.inputs[0]!, perm } : undefined;
}

/** The matrix product that computes a value, possibly reshaped, if it has no other use. */
function productOf(value: Value, { maker, count }: Uses): Node | undefined {
  if (count.get(value) !== 1) return undefined;
  const node = maker.get(value);
  if (node?.op === 'Gemm') return node;
  if (node?.op !== 'Reshape') return undefined;
  const [inner] = node.inputs as [Value];
  if (inner.shape.at(-1) !== value.shape.at(-1) || count.get(inner) !== 1) return undefined;
  const product = maker.get(inner);
  return product?.op === 'Gemm' ? product : undefined;
}

/** Splits products with a factor that has a repeated part. */
function splitRepeats(graph: Graph): Graph {
  return rewriteNodes(graph, (node, l, uses) => {
    if (node.op !== 'Gemm' || node.outputs[0]!.shape[1]! < minColumns) return undefined;
    const parts = splitFactor(graph, node.inputs[0]!, uses, l);
    if (parts === undefined) return undefined;
    if (node.attributes['transA'] === 0) return productOfParts(node, parts, l);
    const plain = node.attributes['transB'] === 0 && node.inputs[2] === undefined;
    return plain ? productWithParts(node.inputs[1]!, parts, l) : undefined;
  });
}

/** Columns of a factor; repeated rows are stored once. */
interface Part {
  /** `[...rows, columns]`; with `repeats`, that axis has length 1. */
  readonly value: Value;
  /** The axis along which its rows repeat. */
  readonly repeats?: number;
}

interface Parts {
  /** The axes that form the factor's rows. */
  readonly rows: readonly number[];
  readonly list: readonly Part[];
}

/** Splits a factor that concatenates parts, if one of them repeats. Its rows may have been reordered afterwards. */
function splitFactor(
  graph: Graph,
  factor: Value,
  { maker }: Uses,
  l: OnnxBuilder,
): Parts | undefined {
  const reshape = maker.get(factor);
  const [stacked] = reshape?.op === 'Reshape' ? reshape.inputs : [];
  const last = stacked === undefined ? 0 : stacked.shape.length - 1;
  if (stacked === undefined || factor.shape[1] !== stacked.shape[last]) return undefined;
  const moving = maker.get(stacked);
  const perm =
    moving?.op === 'Transpose'
      ? (moving.attributes['perm'] as readonly number[])
      : stacked.shape.map((_, axis) => axis);
  const concat = maker.get(moving?.op === 'Transpose' ? moving.inputs[0]! : stacked);
  const isConcat = concat?.op === 'Concat' && concat.attributes['axis'] === last;
  if (!isConcat || perm[last] !== last) return undefined;
  const list = concat.inputs.map((input): Part => {
    const tile = maker.get(input!);
    if (tile?.op !== 'Tile') return { value: input! };
    const times = integers(graph, tile.inputs[1]);
    const axis = times.findIndex((count) => count > 1);
    const [value] = tile.inputs as [Value];
    const once =
      value.shape[axis] === 1 && axis < last && times.every((n, i) => n === 1 || i === axis);
    return once ? { value, repeats: axis } : { value: input! };
  });
  if (list.every(({ repeats }) => repeats === undefined)) return undefined;
  const parts = list.map(({ value, repeats }): Part => {
    const own = l.transpose(value, perm);
    return repeats === undefined ? { value: own } : { value: own, repeats: perm.indexOf(repeats) };
  });
  return { rows: stacked.shape.slice(0, -1), list: parts };
}

/** (a | b | ...) W = a Wa + b Wb + ..., where the products of repeated parts have fewer rows. */
function productOfParts(node: Node, { rows, list }: Parts, l: OnnxBuilder): Value {
  const [, weights, addend] = node.inputs as [Value, Value, Value | undefined];
  const transposeB = node.attributes['transB'] === 1;
  const columns = node.outputs[0]!.shape[1]!;
  const isRow = addend !== undefined && sizeOf(addend.shape) === columns;
  let begin = 0;
  const products = list.map(({ value, repeats }) => {
    const size = value.shape.at(-1)!;
    const own = part(l, weights, transposeB ? 1 : 0, { begin, size });
    begin += size;
    return { value, repeats, own };
  });
  // The addend is fused where it is cheapest: a row into a small product, a matrix into a product with all rows.
  const host = products.findIndex(({ repeats }) => (repeats !== undefined) === isRow);
  const terms = products.map(({ value, own }, i) => {
    const size = value.shape.at(-1)!;
    const flat = l.reshape(value, [sizeOf(value.shape) / size, size]);
    const c = addend !== undefined && i === host ? { c: addend } : {};
    const product = l.product(flat, own, { transposeB, ...c });
    return l.reshape(product, [...value.shape.slice(0, -1), columns]);
  });
  const whole = terms.reduce((sum, term) => l.add(sum, term));
  const sum =
    addend !== undefined && host === -1
      ? l.add(l.reshape(whole, node.outputs[0]!.shape), addend)
      : whole;
  if (sizeOf(sum.shape) === sizeOf(rows) * columns) return l.reshape(sum, node.outputs[0]!.shape);
  const all = l.op('Expand', [sum, l.ints([...rows, columns])], [...rows, columns]);
  return l.reshape(all, node.outputs[0]!.shape);
}

/**
 * (a | b | ...)' G stacks a' G, b' G, ... For a repeated part, the rows of G that belong to the same row are summed
 * first.
 */
function productWithParts(gradient: Value, { rows, list }: Parts, l: OnnxBuilder): Value {
  const columns = gradient.shape[1]!;
  const products = list.map(({ value, repeats }) => {
    const size = value.shape.at(-1)!;
    const flat = l.reshape(value, [sizeOf(value.shape) / size, size]);
    if (repeats === undefined) return l.product(flat, gradient, { transposeA: true });
    const sums = l.reduce('ReduceSum', l.reshape(gradient, [...rows, columns]), [repeats]);
    const few = l.reshape(sums, [flat.shape[0]!, columns]);
    return l.product(flat, few, { transposeA: true });
  });
  return l.concat(products, 0);
}

/** Slices rows or columns of a matrix. */
function part(
  l: OnnxBuilder,
  matrix: Value,
  axis: number,
  { begin, size }: { readonly begin: number; readonly size: number },
): Value {
  const from = matrix.shape.map((_, i) => (i === axis ? begin : 0));
  const to = matrix.shape.map((whole, i) => (i === axis ? begin + size : whole));
  const shape = matrix.shape.map((whole, i) => (i === axis ? size : whole));
  return l.slice(matrix, from, to, [1, 1], shape);
}
