/**
 * Derives a graph for any size of one dimension from the graphs of two sizes. The two graphs have the same operators in
 * the same order. A shape or bound that differs is replaced by one that ONNX computes at run time: by the operator
 * itself if possible, otherwise from the size of an input.
 */
import { CompileError } from '../ir/errors.js';
import { OnnxBuilder } from '../ir/onnx-builder.js';
import {
  GraphBuilder,
  nextId,
  type DType,
  type Graph,
  type Node,
  type Value,
  type Values,
} from '../ir/graph.js';

/**
 * @param sizes the sizes of the two graphs.
 * @param name name of the open dimension.
 * @throws CompileError `not-traceable` if something depends on the size in an unsupported way.
 */
export function withOpenDimension(
  a: Graph,
  b: Graph,
  sizes: readonly [number, number],
  name: string,
): Graph {
  if (a.nodes.length !== b.nodes.length) throw refusal(name, 'how much is computed');
  const builder = new GraphBuilder(nextId(a));
  const partner = new Map<Value, Value>();
  a.inputs.forEach(({ value }, i) => partner.set(value, b.inputs[i]!.value));
  a.state.forEach(({ before }, i) => partner.set(before, b.state[i]!.before));

  const computed = computeFromSize(a, b, sizes, builder);
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
      const open = openConstant(node, at, known, counterpart);
      if (open !== undefined) return builder.constant(open, [open.length], 'int64');
      const atRun = computed({ a: value!, b: there!, atA: known, atB: counterpart });
      if (atRun === undefined) throw refusal(name, `a constant of ${node.op}`);
      return atRun;
    });
    node.outputs.forEach((output, at) => partner.set(output, other.outputs[at]!));
    return { ...node, inputs };
  });

  const constants = new Map([...a.constants, ...builder.constants]);
  return { ...a, nodes: [...builder.nodes, ...nodes], constants };
}

/** A constant of the first graph, its counterpart in the second, and the numbers of both. */
interface Pair {
  readonly a: Value;
  readonly b: Value;
  readonly atA: Values;
  readonly atB: Values;
}

/**
 * Returns a function that computes constants at run time from the size of an input: lists whose entries are fixed or
 * integer multiples of the size (a shape, a divisor), and one number that fills such a shape. Other dependencies are
 * refused: they are not the same integer multiple at both sizes.
 */
function computeFromSize(
  a: Graph,
  b: Graph,
  sizes: readonly [number, number],
  builder: GraphBuilder,
): (pair: Pair) => Value | undefined {
  const l = new OnnxBuilder(builder, {});
  const made = new Map<string, Value>();
  let size: Value | undefined;

  function sizeAtRun(): Value | undefined {
    if (size !== undefined) return size;
    for (const [i, { value }] of a.inputs.entries()) {
      const axis = value.shape.findIndex((s, at) => s !== b.inputs[i]!.value.shape[at]);
      if (axis === -1) continue;
      size = l.op('Shape', [value], [1], 'int64', { start: axis, end: axis + 1 });
      break;
    }
    return size;
  }

  /** @returns the list at run time; undefined if it depends on the size in another way. */
  function computed(
    atA: readonly number[],
    atB: readonly number[],
    shape: readonly number[],
    dtype: DType,
  ): Value | undefined {
    const multiples = atA.map((value, i) => {
      if (value === atB[i]) return 0;
      const times = value / sizes[0];
      return Number.isInteger(times) && times * sizes[1] === atB[i] ? times : NaN;
    });
    const count = multiples.includes(NaN) ? undefined : sizeAtRun();
    if (count === undefined) return undefined;
    const fixed = atA.map((value, i) => (multiples[i] === 0 ? value : 0));
    const key = [dtype, shape, multiples, fixed].join('|');
    const known = made.get(key);
    if (known !== undefined) return known;
    const list = (values: readonly number[]): Value => l.constant(values, [values.length], dtype);
    const sum = l.add(l.mul(l.cast(count, dtype), list(multiples)), list(fixed));
    const value = l.reshape(sum, shape);
    made.set(key, value);
    return value;
  }

  return (pair) => {
    const [atA, atB] = [numbersOf(pair.atA), numbersOf(pair.atB)];
    if (atA.length === atB.length) return computed(atA, atB, pair.a.shape, pair.a.dtype);
    const [number] = atA;
    const filled = [...atA, ...atB].every((value) => Object.is(value, number));
    if (!filled || pair.a.shape.length !== pair.b.shape.length) return undefined;
    const shape = computed(pair.a.shape, pair.b.shape, [pair.a.shape.length], 'int64');
    if (shape === undefined) return undefined;
    return l.op('Expand', [l.scalar(number!, pair.a.dtype), shape], pair.a.shape);
  };
}

const numbersOf = (values: Values): number[] => Array.from(values as Float32Array, Number);

export function refusal(name: string, what: string): CompileError {
  return new CompileError(
    'not-traceable',
    `The dimension '${name}' cannot be left open: ${what} depends on its size. Trace the code for each size.`,
  );
}

/** The end of a slice that extends to the end of its axis. */
const toTheEnd = 2n ** 31n - 1n;

/** @returns a constant that is valid for every size; undefined if there is none. */
function openConstant(node: Node, at: number, a: Values, b: Values): BigInt64Array | undefined {
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
    // 1 keeps the existing size.
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
