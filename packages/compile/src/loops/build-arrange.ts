/** Operators that move values: slices, joins, padding and rows. */
import { sizeOf as countOf, type Node, type Value } from '../ir/graph.js';
import { load, moved, number } from './expressions.js';
import type { Expression, Store } from './form.js';
import { gathered, padded, sliced, wholeOf, type Buffer, type View } from './view.js';
import { reductions } from './build-reduce.js';
import { haveCommonFactors, partsOf, unsupported, type LoopBuilder } from './builder.js';

export function buildSplit(loops: LoopBuilder, { inputs, outputs, attributes }: Node): void {
  const [input] = inputs as [Value];
  const axis = attributes['axis'] as number;
  let begin = 0;
  for (const output of outputs) {
    const range = { axis, begin, step: 1, size: output.shape[axis]! };
    loops.define(
      output,
      loops.moved(input, (view) => sliced(view, input.shape, range)),
    );
    begin += range.size;
  }
}

export function buildSlice(loops: LoopBuilder, { inputs, outputs }: Node): void {
  const [input] = inputs as [Value];
  const [begins, , axes, steps] = inputs.slice(1).map((value) => loops.ints(value)!);
  const output = outputs[0]!;
  const change = (view: View): View | undefined => {
    let current: View | undefined = view;
    const shape = [...input.shape];
    (axes ?? begins!.map((_, axis) => axis)).forEach((axis, i) => {
      if (current === undefined) return;
      const step = steps?.[i] ?? 1;
      const limit = step < 0 ? shape[axis]! - 1 : shape[axis]!;
      const from = begins![i]! < 0 ? begins![i]! + shape[axis]! : begins![i]!;
      const range = { axis, begin: Math.min(from, limit), step, size: output.shape[axis]! };
      current = sliced(current, shape, range);
      shape[axis] = range.size;
    });
    return current;
  };
  loops.define(output, loops.moved(input, change));
}

export function buildConcat(loops: LoopBuilder, { inputs, outputs, attributes }: Node): void {
  const output = outputs[0]!;
  const axis = attributes['axis'] as number;
  const to = loops.begin(output);
  let begin = 0;
  for (const input of inputs as Value[]) {
    const range = { axis, begin, step: 1, size: input.shape[axis]! };
    const value = loops.read(input);
    const isThere = value.kind === 'load' && value.view.buffer === to;
    if (!isThere) writeInto(loops, to, output.shape, [range], input);
    begin += range.size;
  }
  loops.values.set(output, load(wholeOf(to)));
}

export function buildPad(loops: LoopBuilder, { inputs, outputs, attributes }: Node): void {
  const [input, padsOf, fillOf] = inputs as [Value, Value, Value | undefined];
  const output = outputs[0]!;
  if (attributes['mode'] !== 'constant') throw unsupported(`Pad ${String(attributes['mode'])}`);
  const pads = loops.ints(padsOf)!;
  const fill = fillOf === undefined ? number(0, output.dtype) : loops.read(fillOf);
  const isZero = fill.kind === 'number' && fill.value === 0;
  if (isZero && pads.every((pad) => pad >= 0) && isOnlyReduced(loops, output)) {
    const lazy = paddedValue(loops, input, pads);
    if (lazy !== undefined) return loops.define(output, lazy);
  }
  const to = loops.target(output);
  loops.add({ kind: 'map', count: to.size, stores: [{ to: wholeOf(to), value: fill }] }, to);
  const ranges = input.shape.map((size, axis) => ({ axis, begin: pads[axis]!, step: 1, size }));
  writeInto(loops, to, output.shape, ranges, input);
  loops.values.set(output, load(wholeOf(to)));
}

/** Views of a value with zeros around it. */
function paddedValue(
  loops: LoopBuilder,
  input: Value,
  pads: readonly number[],
): Expression | undefined {
  const shape = [...input.shape];
  const rank = shape.length;
  let padding: Expression | undefined = load(wholeOf(loops.stored(input)));
  for (let axis = 0; axis < rank; axis++) {
    const [before, after] = [pads[axis]!, pads[axis + rank]!];
    padding = padding && moved(padding, (view) => padded(view, shape, axis, before, after));
    shape[axis]! += before + after;
  }
  return padding;
}

/** Whether a value is only read by loops over its elements, so that nothing reads it from memory. */
function isOnlyReduced(loops: LoopBuilder, value: Value): boolean {
  if (loops.results.has(value)) return false;
  const [reader, ...others] = loops.readers.get(value) ?? [];
  if (reader === undefined || others.length > 0) return false;
  if (reductions[reader.op] !== undefined) return true;
  const isView = ['Reshape', 'Gather', 'Transpose'].includes(reader.op);
  return isView && reader.inputs[0] === value && isOnlyReduced(loops, reader.outputs[0]!);
}

/** Writes a value into a part of a buffer. */
function writeInto(
  loops: LoopBuilder,
  to: Buffer,
  whole: readonly number[],
  ranges: readonly { axis: number; begin: number; step: number; size: number }[],
  input: Value,
): void {
  const shape = [...whole];
  let part: View | undefined = wholeOf(to);
  for (const range of ranges) {
    part = part && sliced(part, shape, range);
    shape[range.axis] = range.size;
  }
  if (part === undefined) throw unsupported('a part of a buffer');
  const store = (value: Expression): Store => ({ to: part, value });
  const lazy = loops.read(input);
  const value = haveCommonFactors(partsOf(store(lazy))) ? lazy : load(wholeOf(loops.stored(input)));
  loops.add({ kind: 'map', count: countOf(input.shape), stores: [store(value)] }, to);
}

export function buildGather(loops: LoopBuilder, { inputs, attributes, outputs }: Node): void {
  const [input, indices] = inputs as [Value, Value];
  const axis = attributes['axis'] as number;
  const size = input.shape[axis]!;
  if (!loops.graph.constants.has(indices)) {
    const rows = { buffer: loops.stored(indices), count: size };
    const value = loops.moved(input, (view) => gathered(view, input.shape, axis, rows));
    return loops.define(outputs[0]!, value);
  }
  const table = loops.ints(indices);
  const places = Int32Array.from(table!, (index) => (index < 0 ? index + size : index));
  if (places.length === 1) {
    const range = { axis, begin: places[0]!, step: 1, size: 1 };
    loops.define(
      outputs[0]!,
      loops.moved(input, (view) => sliced(view, input.shape, range)),
    );
    return;
  }
  loops.define(
    outputs[0]!,
    loops.moved(input, (view) => gathered(view, input.shape, axis, places)),
  );
}
