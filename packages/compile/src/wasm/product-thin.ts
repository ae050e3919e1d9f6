/** Products of a few rows, which read the second matrix as it lies. */
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
  storeLane,
  when,
} from './instructions.js';
import { added, ints, lanes, placeAt, plus, times } from './product-parts.js';

/** Up to so many rows are multiplied without packing, which would read the second matrix twice. */
export const fewRows = 3;

/** Columns of one step over the depth. */
export const stepOfThin = 8 * lanes;

/**
 * `thin(rows, first, last, columns, depth, a, aRows, aColumns, b, bRows, bColumns, bias, c, scale)`: a few rows, each times
 * the columns of b from `first` to `last`, which lie side by side.
 */
export function thin(isRelaxed: boolean): FunctionCode {
  const locals = new Locals([...ints(13), 'f32']);
  const {
    count,
    first,
    last,
    columns,
    depth,
    a,
    aRows,
    aColumns,
    b,
    bRows,
    bColumns,
    bias,
    c,
    scale,
  } = parameters([
    'count',
    'first',
    'last',
    'columns',
    'depth',
    'a',
    'aRows',
    'aColumns',
    'b',
    'bRows',
    'bColumns',
    'bias',
    'c',
    'scale',
  ]);
  const { i, j, k, row, from, end } = locals.named('i32', ['i', 'j', 'k', 'row', 'from', 'end']);
  const factor = locals.add('v128');
  /** Some vectors of columns, or one column. */
  const part = (vectors: number, isOne = false): Code => {
    const sums = Array.from({ length: vectors }, () => locals.add('v128'));
    const read = (address: Code, v: number): Code =>
      isOne ? access('v128.load32_zero', [address]) : access('v128.load', [address], v * lanes * 4);
    const out = plus(get(c), times(plus(op('i32.mul', get(i), get(columns)), get(j)), 4));
    const biasAt = plus(get(bias), times(get(j), 4));
    return [
      ...sums.flatMap((sum) => set(sum, floats(0))),
      ...loop(k, int(0), get(depth), 1, [
        ...set(from, plus(get(b), placeAt(get(bRows), get(k)), times(get(j), 4))),
        ...set(
          factor,
          access('v128.load32_splat', [plus(get(row), placeAt(get(aColumns), get(k)))]),
        ),
        ...sums.flatMap((sum, v) =>
          set(sum, added(isRelaxed, get(sum), get(factor), read(get(from), v))),
        ),
      ]),
      ...sums.flatMap((sum) =>
        set(sum, simd('f32x4.mul', get(sum), simd('f32x4.splat', get(scale)))),
      ),
      ...when(
        get(bias),
        sums.flatMap((sum, v) => set(sum, simd('f32x4.add', get(sum), read(biasAt, v)))),
      ),
      ...sums.flatMap((sum, v) =>
        isOne ? storeLane(0, out, get(sum)) : access('v128.store', [out, get(sum)], v * lanes * 4),
      ),
    ];
  };
  /** The end of the last whole step from `first`. */
  const upTo = (step: number): Code =>
    set(end, plus(get(first), op('i32.and', op('i32.sub', get(last), get(first)), int(-step))));
  return locals.function([
    ...set(b, plus(get(b), placeAt(get(bColumns), int(0)))),
    ...loop(i, int(0), get(count), 1, [
      ...set(row, plus(get(a), placeAt(get(aRows), get(i)))),
      ...set(j, get(first)),
      ...upTo(stepOfThin),
      ...loopOn(j, get(end), stepOfThin, part(stepOfThin / lanes)),
      ...upTo(lanes),
      ...loopOn(j, get(end), lanes, part(1)),
      ...loopOn(j, get(last), 1, part(1, true)),
    ]),
  ]);
}
