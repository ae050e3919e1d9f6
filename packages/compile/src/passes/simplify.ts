/**
 * Removes operators without effect, and pairs that cancel: neutral elements, reshapes of reshapes, transposes with
 * their inverse, casts to the same dtype.
 */
import {
  GraphBuilder,
  nextId,
  type Graph,
  type Node,
  type Value,
  type Values,
} from '../ir/graph.js';
import { rebuildGraph } from './rewrite.js';

export function simplify(graph: Graph): Graph {
  const builder = new GraphBuilder(nextId(graph));
  const constants = new Map(graph.constants);
  const maker = new Map<Value, Node>();
  const replaced = new Map<Value, Value>();
  const nodes: Node[] = [];
  const rewriter: Rewriter = {
    maker: (value) => maker.get(value),
    constant: (value) => constants.get(value),
    ints(values) {
      const array = BigInt64Array.from(values.map(BigInt));
      const constant = builder.value([values.length], 'int64');
      constants.set(constant, array);
      return constant;
    },
  };
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((value) => (value && replaced.get(value)) ?? value);
    let current: Node = { ...node, inputs };
    const instead = simplifyNode(current, rewriter);
    if (instead !== undefined && 'id' in instead) {
      replaced.set(node.outputs[0]!, instead);
      continue;
    }
    if (instead !== undefined) current = instead;
    nodes.push(current);
    for (const output of current.outputs) maker.set(output, current);
  }
  return rebuildGraph(graph, nodes, replaced, constants);
}

interface Rewriter {
  maker(value: Value): Node | undefined;
  constant(value: Value): Values | undefined;
  ints(values: readonly number[]): Value;
}

/** @returns a value equal to the node's result, or a simpler node, or undefined. */
function simplifyNode(node: Node, r: Rewriter): Value | Node | undefined {
  const [a, b] = node.inputs;
  const [output] = node.outputs;
  if (a === undefined || output === undefined) return undefined;
  switch (node.op) {
    case 'Identity':
      return a;
    case 'Cast':
      return a.dtype === output.dtype ? a : undefined;
    case 'Reshape':
      return simplifyReshape(node, a, output, r);
    case 'Transpose':
      return simplifyTranspose(node, a, r);
    case 'Add':
      if (isNumber(r, b, 0) && sameShape(a, output)) return a;
      if (b !== undefined && isNumber(r, a, 0) && sameShape(b, output)) return b;
      return undefined;
    case 'Sub':
      return isNumber(r, b, 0) && sameShape(a, output) ? a : undefined;
    case 'Mul':
      if (isNumber(r, b, 1) && sameShape(a, output)) return a;
      if (b !== undefined && isNumber(r, a, 1) && sameShape(b, output)) return b;
      return undefined;
    case 'Div':
    case 'Pow':
      return isNumber(r, b, 1) && sameShape(a, output) ? a : undefined;
    default:
      return undefined;
  }
}

function simplifyReshape(
  node: Node,
  x: Value,
  output: Value,
  r: Rewriter,
): Value | Node | undefined {
  if (sameShape(x, output)) return x;
  const before = r.maker(x);
  if (before?.op !== 'Reshape') return undefined;
  const source = before.inputs[0]!;
  if (sameShape(source, output)) return source;
  return { ...node, inputs: [source, node.inputs[1]] };
}

function simplifyTranspose(node: Node, x: Value, r: Rewriter): Value | Node | undefined {
  const perm = node.attributes['perm'] as readonly number[];
  if (perm.every((axis, i) => axis === i)) return x;
  // Moving axes of length 1 does not move values.
  const moved = perm.filter((axis) => x.shape[axis] !== 1);
  if (moved.every((axis, i) => i === 0 || axis > moved[i - 1]!)) {
    return { ...node, op: 'Reshape', attributes: {}, inputs: [x, r.ints(node.outputs[0]!.shape)] };
  }
  const before = r.maker(x);
  if (before?.op !== 'Transpose') return undefined;
  const first = before.attributes['perm'] as readonly number[];
  const joined = perm.map((axis) => first[axis]!);
  const source = before.inputs[0]!;
  if (joined.every((axis, i) => axis === i)) return source;
  return { ...node, inputs: [source], attributes: { perm: joined } };
}

/** Whether a value is a constant that consists of this one number. */
function isNumber(r: Rewriter, value: Value | undefined, number: number): boolean {
  const values = value === undefined ? undefined : r.constant(value);
  return values?.length === 1 && Number(values[0]) === number;
}

function sameShape(a: Value, b: Value): boolean {
  return a.shape.length === b.shape.length && a.shape.every((size, i) => size === b.shape[i]);
}
