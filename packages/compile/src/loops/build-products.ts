/** Matrix products. */
import { sizeOf as countOf, type Node, type Value } from '../ir/graph.js';
import { load } from './expressions.js';
import { placesOf, plain } from './operands.js';
import { broadcasted, sliced, wholeOf, type Buffer } from './view.js';
import { unsupported, type LoopBuilder } from './builder.js';

export function buildGemm(loops: LoopBuilder, { inputs, outputs, attributes }: Node): void {
  const [a, b, c] = inputs as [Value, Value, Value | undefined];
  const output = outputs[0]!;
  if (output.dtype !== 'float32') throw unsupported(`Gemm of ${output.dtype}`);
  const [rows, columns] = output.shape as [number, number];
  const isTurned = { a: attributes['transA'] === 1, b: attributes['transB'] === 1 };
  const depth = a.shape[isTurned.a ? 0 : 1]!;
  const isBias = c !== undefined && countOf(c.shape) === columns && c.shape.at(-1) === columns;
  const scale = (attributes['alpha'] as number | undefined) ?? 1;
  const bias = isBias && columns > 1 ? { bias: loops.stored(c) } : {};
  const isSum = c !== undefined && !isBias;
  const isWhole = !isSum && !(isBias && columns === 1);
  const size = countOf(output.shape);
  const part = isWhole ? loops.parts.get(output) : undefined;
  const offset = part?.offset ?? 0;
  const to =
    part !== undefined
      ? loops.begin(part.of)
      : isWhole
        ? loops.target(output)
        : loops.buffer('inner', output.dtype, size);
  loops.add(
    {
      kind: 'product',
      rows,
      columns,
      depth,
      a: loops.operand(a, isTurned.a),
      b: loops.operand(b, isTurned.b),
      ...bias,
      scale,
      to: { buffer: to, offset },
    },
    to,
  );
  const result = load(sliced(wholeOf(to), [to.size], { axis: 0, begin: offset, step: 1, size })!);
  if (isWhole) loops.values.set(output, result);
  else {
    const addend = loops.moved(c, (view) => broadcasted(view, c.shape, output.shape));
    loops.define(output, {
      kind: 'op',
      dtype: output.dtype,
      op: 'add',
      inputs: [result, addend],
    });
  }
}

export function buildMatMul(loops: LoopBuilder, { inputs, outputs }: Node): void {
  const [a, b] = inputs as [Value, Value];
  const output = outputs[0]!;
  if (output.dtype !== 'float32') throw unsupported(`MatMul of ${output.dtype}`);
  const [rows, depth] = a.shape.slice(-2) as [number, number];
  const columns = b.shape.at(-1)!;
  const to = loops.target(output);
  const stack = output.shape.slice(0, -2);
  const items = countOf(stack);
  const each = (value: Value): { buffer: Buffer; starts: number[] } => {
    const size = countOf(value.shape.slice(-2));
    const view = broadcasted(
      wholeOf({ id: -1, kind: 'inner', dtype: 'int32', size: countOf(value.shape) / size }),
      value.shape.slice(0, -2),
      stack,
    );
    const places = view === undefined ? [] : placesOf(view);
    return { buffer: loops.stored(value), starts: places.map((place) => place * size) };
  };
  const [left, right] = [each(a), each(b)];
  for (let item = 0; item < items; item++) {
    loops.add(
      {
        kind: 'product',
        rows,
        columns,
        depth,
        a: plain(left.buffer, rows, depth, left.starts[item]!),
        b: plain(right.buffer, depth, columns, right.starts[item]!),
        scale: 1,
        to: { buffer: to, offset: item * rows * columns },
      },
      to,
    );
  }
  loops.values.set(output, load(wholeOf(to)));
}
