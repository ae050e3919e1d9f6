/**
 * A graph for any size of one dimension, from the graphs of two sizes. The two have the same operators in the same order;
 * where a shape or a bound differs, it is replaced by what ONNX works out at run time.
 */
import { CompileError } from '../errors.js';
import {
  GraphBuilder,
  nextId,
  type Graph,
  type Node,
  type Value,
  type Values,
} from '../ir/graph.js';

/**
 * @param name of the open dimension.
 * @throws CompileError `not-traceable` where something depends on the size in a way that a graph cannot follow.
 */
export function withOpenDimension(a: Graph, b: Graph, name: string): Graph {
  if (a.nodes.length !== b.nodes.length) throw refusal(name, 'how much is computed');
  const builder = new GraphBuilder(nextId(a));
  const partner = new Map<Value, Value>();
  a.inputs.forEach(({ value }, i) => partner.set(value, b.inputs[i]!.value));
  a.state.forEach(({ before }, i) => partner.set(before, b.state[i]!.before));

  const nodes = a.nodes.map((node, i): Node => {
    const other = b.nodes[i]!;
    if (node.op !== other.op) throw refusal(name, 'what is computed');
    if (JSON.stringify(node.attributes) !== JSON.stringify(other.attributes)) {
      throw refusal(name, `an attribute of ${node.op}`);
    }
    const inputs = node.inputs.map((value, at) => {
      const known = value === undefined ? undefined : a.constants.get(value);
      const there = other.inputs[at];
      const counterpart = there === undefined ? undefined : b.constants.get(there);
      if (known === undefined || counterpart === undefined) {
        if (value !== undefined && partner.get(value) !== there) {
          throw refusal(name, `an input of ${node.op}`);
        }
        return value;
      }
      if (equal(known, counterpart)) return value;
      const open = opened(node, at, known, counterpart);
      if (open === undefined) throw refusal(name, `a constant of ${node.op}`);
      return builder.constant(open, [open.length], 'int64');
    });
    node.outputs.forEach((output, at) => partner.set(output, other.outputs[at]!));
    return { ...node, inputs };
  });

  return { ...a, nodes, constants: new Map([...a.constants, ...builder.constants]) };
}

export function refusal(name: string, what: string): CompileError {
  return new CompileError(
    'not-traceable',
    `The dimension '${name}' cannot be left open: ${what} depends on its size. Trace the code for each size.`,
  );
}

/** As many as there are, for a slice that ends where its axis does. */
const toTheEnd = 2n ** 31n - 1n;

/** @returns the constant that does for every size, or undefined. */
function opened(node: Node, at: number, a: Values, b: Values): BigInt64Array | undefined {
  if (!(a instanceof BigInt64Array) || !(b instanceof BigInt64Array) || a.length !== b.length) {
    return undefined;
  }
  const [x] = node.inputs;
  const differing = [...a.keys()].filter((i) => a[i] !== b[i]);
  const result = a.slice();
  if (node.op === 'Reshape' && at === 1 && differing.length === 1) {
    result[differing[0]!] = -1n;
    return result;
  }
  if (node.op === 'Slice' && at === 2) {
    const whole = differing.every((i) => Number(a[i]) === x!.shape[i]);
    for (const i of differing) result[i] = toTheEnd;
    return whole ? result : undefined;
  }
  if (node.op === 'Expand' && at === 1) {
    // 1 leaves the size that the value already has.
    const offset = a.length - x!.shape.length;
    const there = differing.every((i) => x!.shape[i - offset] === Number(a[i]));
    for (const i of differing) result[i] = 1n;
    return there ? result : undefined;
  }
  return undefined;
}

function equal(a: Values, b: Values): boolean {
  return (
    a.length === b.length && a.every((value: number | bigint, i: number) => Object.is(value, b[i]))
  );
}
