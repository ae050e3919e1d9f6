/**
 * Assembles loops as WebAssembly with 128-bit SIMD (part of WebAssembly 2.0). They process four floats at a time, with
 * all intermediate values in registers. Loops of the same form share a function.
 */
import type { Graph, Node, Value } from '../ir/graph.js';
import { encodeModule, type FunctionCode, type ValueType } from '../wasm/encoding.js';
import { withoutDenormals } from '../wasm/arithmetic.js';
import {
  access,
  floats,
  get,
  int,
  Locals,
  loop as looped,
  op,
  set,
  simd,
  type VectorOp,
} from '../wasm/instructions.js';
import type { Loop } from './split.js';

export interface AssembledLoops {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Name of the function of each loop, in the order of loops. */
  readonly functions: readonly string[];
}

/**
 * The parameters of a function are a pointer for each array of the loop, a pointer for each output, the number of bytes
 * (a multiple of 16), and the scalars. Memory is imported as `env.memory`.
 */
export function assemble(loops: readonly Loop[], constants: Graph['constants']): AssembledLoops {
  const forms = new Map<string, number>();
  const written: FunctionCode[] = [];
  const functions = loops.map((loop) => {
    const one = functionOf(loop, constants);
    const form = `${one.parameters.join()} ${one.code.join()}`;
    const known = forms.get(form) ?? forms.size;
    if (known === forms.size) {
      forms.set(form, known);
      written.push(one);
    }
    return `f${known}`;
  });
  const bytes = encodeModule({
    functions: written,
    exports: Object.fromEntries(written.map((_, i) => [`f${i}`, i])),
  });
  return { bytes, functions };
}

const operators: Readonly<Record<string, VectorOp>> = {
  Abs: 'f32x4.abs',
  Neg: 'f32x4.neg',
  Sqrt: 'f32x4.sqrt',
  Add: 'f32x4.add',
  Sub: 'f32x4.sub',
  Multiply: 'f32x4.mul',
  RealDiv: 'f32x4.div',
  Minimum: 'f32x4.min',
  Maximum: 'f32x4.max',
};

function functionOf(
  { nodes, arrays, scalars, outputs }: Loop,
  constants: Graph['constants'],
): FunctionCode {
  const limit = arrays.length + outputs.length;
  const locals = new Locals([
    ...Array.from({ length: limit + 1 }, (): ValueType => 'i32'),
    ...scalars.map((): ValueType => 'f32'),
  ]);
  const position = locals.add('i32');
  const known = new Map<Value, number>();
  const local = (value: Value): number => {
    const found = known.get(value) ?? locals.add('v128');
    known.set(value, found);
    return found;
  };
  const fixed = nodes
    .flatMap(({ inputs }) => inputs)
    .filter((value, i, all) => value && constants.has(value) && all.indexOf(value) === i)
    .flatMap((value) => set(local(value!), floats(Number(constants.get(value!)![0]))));
  const numbers = scalars.flatMap(({ value }, i) =>
    set(local(value), simd('f32x4.splat', get(limit + 1 + i))),
  );
  const at = (pointer: number): number[] => op('i32.add', get(pointer), get(position));
  const loads = arrays.flatMap(({ value }, i) => set(local(value), access('v128.load', [at(i)])));
  const arithmetic = nodes.flatMap((node) => set(local(node.outputs[0]!), operation(node, local)));
  const stores = outputs.flatMap(({ value }, i) =>
    access('v128.store', [at(arrays.length + i), withoutDenormals(get(local(value)))]),
  );
  return locals.function([
    ...fixed,
    ...numbers,
    ...looped(position, int(0), get(limit), 16, [...loads, ...arithmetic, ...stores]),
  ]);
}

function operation({ op: name, inputs }: Node, local: (value: Value) => number): number[] {
  const read = inputs.map((value) => get(local(value!)));
  if (name === 'Square') return simd('f32x4.mul', read[0]!, read[0]!);
  return simd(operators[name]!, ...read);
}
