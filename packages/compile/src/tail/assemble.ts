/**
 * Assembles loops as WebAssembly with 128-bit SIMD (part of WebAssembly 2.0). They process four floats at a time, with
 * all intermediate values in registers. Loops of the same form share a function.
 */
import type { Graph, Node, Value } from '../ir/graph.js';
import type { Loop } from './split.js';

export interface AssembledLoops {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Name of the function of each loop, in the order of loops. */
  readonly functions: readonly string[];
}

/** Opcodes after the prefix 0xfd. */
const simd = {
  load: 0x00,
  store: 0x0b,
  splat: 0x13,
  lessThan: 0x43,
  andNot: 0x4f,
  Abs: 0xe0,
  Neg: 0xe1,
  Sqrt: 0xe3,
  Add: 0xe4,
  Sub: 0xe5,
  Multiply: 0xe6,
  RealDiv: 0xe7,
  Minimum: 0xe8,
  Maximum: 0xe9,
} as const;
const type = { i32: 0x7f, f32: 0x7d, v128: 0x7b, function: 0x60 } as const;
const section = { types: 1, imports: 2, functions: 3, exports: 7, code: 10 } as const;

/** The smallest float32 that is not denormal. */
const smallestNormal = 2 ** -126;

/**
 * The parameters of a function are a pointer for each array of the loop, a pointer for each output, the number of bytes
 * (a multiple of 16), and the scalars. Memory is imported as `env.memory`.
 */
export function assemble(loops: readonly Loop[], constants: Graph['constants']): AssembledLoops {
  const forms = new Map<string, number>();
  const types: number[][] = [];
  const bodies: number[][] = [];
  const functions = loops.map((loop) => {
    const body = bodyOf(loop, constants);
    const form = `${loop.arrays.length} ${loop.outputs.length} ${loop.scalars.length} ${body.join()}`;
    const known = forms.get(form) ?? forms.size;
    if (known === forms.size) {
      forms.set(form, known);
      const pointers = loop.arrays.length + loop.outputs.length + 1;
      const parameters = [
        ...Array.from({ length: pointers }, () => [type.i32]),
        ...loop.scalars.map(() => [type.f32]),
      ];
      types.push([type.function, ...vector(parameters), ...vector([])]);
      bodies.push([...unsigned(body.length), ...body]);
    }
    return `f${known}`;
  });
  const indices = [...forms.values()];
  const bytes = [
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...inSection(section.types, vector(types)),
    ...inSection(section.imports, vector([[...text('env'), ...text('memory'), 2, 0, 1]])),
    ...inSection(section.functions, vector(indices.map(unsigned))),
    ...inSection(
      section.exports,
      vector(indices.map((i) => [...text(`f${i}`), 0, ...unsigned(i)])),
    ),
    ...inSection(section.code, vector(bodies)),
  ];
  return { bytes: Uint8Array.from(bytes), functions };
}

function bodyOf(
  { nodes, arrays, scalars, outputs }: Loop,
  constants: Graph['constants'],
): number[] {
  const limit = arrays.length + outputs.length;
  const position = limit + 1 + scalars.length;
  const locals = new Map<Value, number>();
  let next = position + 1;
  const local = (value: Value): number => {
    const known = locals.get(value) ?? next++;
    locals.set(value, known);
    return known;
  };
  const smallest = next++;
  const filled = (number: readonly number[], index: number): number[] => [
    ...number,
    ...vectorOp('splat'),
    ...set(index),
  ];
  const splats = nodes
    .flatMap(({ inputs }) => inputs)
    .filter((value, i, all) => value && constants.has(value) && all.indexOf(value) === i)
    .flatMap((value) => filled(float(Number(constants.get(value!)![0])), local(value!)));
  const before = [
    ...filled(float(smallestNormal), smallest),
    ...splats,
    ...scalars.flatMap(({ value }, i) => filled(get(limit + 1 + i), local(value))),
  ];
  const at = (pointer: number): number[] => [...get(pointer), ...get(position), 0x6a];
  const loads = arrays.flatMap(({ value }, i) => [
    ...at(i),
    ...vectorOp('load'),
    ...[2, 0],
    ...set(local(value)),
  ]);
  const arithmetic = nodes.flatMap((node) => [
    ...operation(node, local),
    ...set(local(node.outputs[0]!)),
  ]);
  const stores = outputs.flatMap(({ value }, i) => [
    ...at(arrays.length + i),
    // Flush denormal numbers to 0, like the runtime: arithmetic with them is a hundred times slower. NaN is kept.
    ...get(local(value)),
    ...get(local(value)),
    ...vectorOp('Abs'),
    ...get(smallest),
    ...vectorOp('lessThan'),
    ...vectorOp('andNot'),
    ...vectorOp('store'),
    ...[2, 0],
  ]);
  const code = [
    ...before,
    // loop; position += 16; again while position < limit.
    ...[0x03, 0x40],
    ...loads,
    ...arithmetic,
    ...stores,
    ...get(position),
    ...[0x41, 16, 0x6a, 0x22, ...unsigned(position)],
    ...get(limit),
    ...[0x49, 0x0d, 0, 0x0b],
    0x0b,
  ];
  const declared = [
    [1, type.i32],
    [...unsigned(next - position - 1), type.v128],
  ];
  return [...vector(declared), ...code];
}

function operation({ op, inputs }: Node, local: (value: Value) => number): number[] {
  const read = inputs.flatMap((value) => get(local(value!)));
  if (op === 'Square') return [...read, ...read, ...vectorOp('Multiply')];
  return [...read, ...vectorOp(op as keyof typeof simd)];
}

function vectorOp(name: keyof typeof simd): number[] {
  return [0xfd, ...unsigned(simd[name])];
}

function get(local: number): number[] {
  return [0x20, ...unsigned(local)];
}

function set(local: number): number[] {
  return [0x21, ...unsigned(local)];
}

function float(value: number): number[] {
  return [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];
}

/** LEB128, the encoding of all counts and indices. */
function unsigned(value: number): number[] {
  const low = value & 127;
  const rest = value >>> 7;
  return rest === 0 ? [low] : [low | 128, ...unsigned(rest)];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): number[] {
  return [...unsigned(value.length), ...new TextEncoder().encode(value)];
}

function inSection(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}
