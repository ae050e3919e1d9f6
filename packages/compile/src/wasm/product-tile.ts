/** The micro-kernel of products: four rows, two vectors or one. */
import type { Code, FunctionCode } from './encoding.js';
import {
  access,
  floats,
  get,
  int,
  Locals,
  loop,
  loopOn,
  op,
  parameters,
  set,
  simd,
  when,
} from './instructions.js';
import { added, ints, lanes, panel, plus, tileRows, times } from './product-parts.js';

/**
 * `tile(depth, a0, a1, a2, a3, columns, b, c, stride, m, n, add, bias, space, scale)`: adds up a tile of m rows and n
 * columns of c. Addresses are in bytes; `columns` is a table.
 */
export function tile(vectors: 1 | 2, isRelaxed: boolean): FunctionCode {
  const { depth, a0, columns, b, c, stride, m, n, add, bias, space, scale } = parameters([
    'depth',
    'a0',
    'a1',
    'a2',
    'a3',
    'columns',
    'b',
    'c',
    'stride',
    'm',
    'n',
    'add',
    'bias',
    'space',
    'scale',
  ]);
  const locals = new Locals([...ints(14), 'f32']);
  const all = Array.from({ length: tileRows }, (_, r) => r);
  const each = Array.from({ length: vectors }, (_, v) => v);
  const sums = all.map(() => each.map(() => locals.add('v128')));
  const parts = each.map(() => locals.add('v128'));
  const factor = locals.add('v128');
  const { end, at, i, j } = locals.named('i32', ['end', 'at', 'i', 'j']);
  const sum = (r: number, v: number): number => sums[r]![v]!;
  const step = [
    ...set(at, op('i32.shl', access('i32.load', [get(columns)]), int(2))),
    ...each.flatMap((v) => set(parts[v]!, access('v128.load', [get(b)], v * lanes * 4))),
    ...all.flatMap((r) => [
      ...set(factor, access('v128.load32_splat', [plus(get(a0 + r), get(at))])),
      ...each.flatMap((v) =>
        set(sum(r, v), added(isRelaxed, get(sum(r, v)), get(factor), get(parts[v]!))),
      ),
    ]),
    ...set(b, plus(get(b), int(panel * 4))),
  ];
  const scaled = [
    ...set(factor, simd('f32x4.splat', get(scale))),
    ...all.flatMap((r) =>
      each.flatMap((v) => set(sum(r, v), simd('f32x4.mul', get(sum(r, v)), get(factor)))),
    ),
  ];
  const isWhole = op(
    'i32.and',
    op('i32.eqz', op('i32.sub', get(m), int(tileRows))),
    op('i32.eqz', op('i32.sub', get(n), int(vectors * lanes))),
  );
  const place = (r: number): Code => plus(get(c), op('i32.mul', get(stride), int(r)));
  const store = (value: (r: number, v: number) => Code): Code =>
    all.flatMap((r) =>
      each.flatMap((v) => access('v128.store', [place(r), value(r, v)], v * lanes * 4)),
    );
  const before = (r: number, v: number): Code => access('v128.load', [place(r)], v * lanes * 4);
  const stored = when(
    get(add),
    store((r, v) => simd('f32x4.add', before(r, v), get(sum(r, v)))),
    when(
      get(bias),
      store((r, v) =>
        simd('f32x4.add', get(sum(r, v)), access('v128.load', [get(bias)], v * lanes * 4)),
      ),
      store((r, v) => get(sum(r, v))),
    ),
  );
  const one = plus(get(c), op('i32.mul', get(i), get(stride)), times(get(j), 4));
  const found = access('f32.load', [plus(get(space), times(get(i), panel * 4), times(get(j), 4))]);
  const own = access('f32.load', [one]);
  const biased = access('f32.load', [plus(get(bias), times(get(j), 4))]);
  const sumOf = (a: Code, b: Code): Code => op('f32.add', a, b);
  const partly = [
    ...all.flatMap((r) =>
      each.flatMap((v) =>
        access('v128.store', [get(space), get(sum(r, v))], r * panel * 4 + v * lanes * 4),
      ),
    ),
    ...loop(
      i,
      int(0),
      get(m),
      1,
      loop(
        j,
        int(0),
        get(n),
        1,
        when(
          get(add),
          access('f32.store', [one, sumOf(own, found)]),
          when(
            get(bias),
            access('f32.store', [one, sumOf(found, biased)]),
            access('f32.store', [one, found]),
          ),
        ),
      ),
    ),
  ];
  return locals.function([
    ...set(end, plus(get(columns), times(get(depth), 4))),
    ...sums.flat().flatMap((one) => set(one, floats(0))),
    ...loopOn(columns, get(end), 4, step),
    ...scaled,
    ...when(isWhole, stored, partly),
  ]);
}
