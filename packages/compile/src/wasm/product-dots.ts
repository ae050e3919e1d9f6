/**
 * Products with a few columns, such as the last layer of a picture: each element is a dot product along vectors of the
 * depth, where tiles would leave most lanes empty.
 */
import type { ProductStatement } from '../loops/form.js';
import { runOf } from '../loops/operands.js';
import type { Code, FunctionCode } from './encoding.js';
import {
  access,
  floats,
  get,
  int,
  Locals,
  loop,
  parameters,
  set,
  simd,
  storeLane,
  turned,
  when,
} from './instructions.js';
import { added, ints, lanes, placeAt, plus, times } from './product-parts.js';

/** Up to so many columns; tiles have twice as many. */
export const fewColumns = 3;

/** Vectors of the depth that are added up apart, since an addition waits for the one before. */
const chains = 4;

/** Whether a product has few columns, and rows that can be read as vectors along the depth. */
export const isOfDots = ({ columns, depth, a, packed }: ProductStatement): boolean =>
  columns <= fewColumns &&
  packed === undefined &&
  depth % (chains * lanes) === 0 &&
  runOf(a.columns) % lanes === 0;

/**
 * `dots(rows, depth, a, aRows, aColumns, b, bRows, bColumns, bias, c, space, scale)`: all of the `columns` columns. The space
 * has `columns * depth` numbers.
 */
export function dots(columns: number, isRelaxed: boolean): FunctionCode {
  const locals = new Locals([...ints(11), 'f32']);
  const { rows, depth, a, aRows, aColumns, b, bRows, bColumns, bias, c, space, scale } = parameters(
    [
      ...['rows', 'depth', 'a', 'aRows', 'aColumns'],
      ...['b', 'bRows', 'bColumns', 'bias', 'c', 'space', 'scale'],
    ] as const,
  );
  const { i, k, row, at, places } = locals.named('i32', ['i', 'k', 'row', 'at', 'places']);
  const part = locals.add('v128');
  const all = Array.from({ length: columns }, (_, j) => j);
  const each = Array.from({ length: chains }, (_, chain) => chain);
  const sums = all.map(() => each.map(() => locals.add('v128')));
  /** Column j of b as a row. */
  const column = (j: number): Code => plus(get(space), times(get(depth), 4 * j));
  const packed = all.flatMap((j) =>
    loop(
      k,
      int(0),
      get(depth),
      1,
      access('f32.store', [
        plus(column(j), times(get(k), 4)),
        access('f32.load', [
          plus(get(b), placeAt(get(bRows), get(k)), placeAt(get(bColumns), int(j))),
        ]),
      ]),
    ),
  );
  const step = [
    ...set(at, plus(get(space), times(get(k), 4))),
    ...set(places, plus(get(aColumns), times(get(k), 4))),
    ...each.flatMap((chain) => [
      ...set(part, access('v128.load', [plus(get(row), placeAt(get(places), int(chain * lanes)))])),
      ...all.flatMap((j) => {
        const other = access(
          'v128.load',
          [j === 0 ? get(at) : plus(get(at), times(get(depth), 4 * j))],
          chain * lanes * 4,
        );
        const sum = sums[j]![chain]!;
        return set(sum, added(isRelaxed, get(sum), get(part), other));
      }),
    ]),
  ];
  const results = all.flatMap((j) => {
    const sum = sums[j]![0]!;
    const halves = [2, 1].flatMap((by) =>
      set(sum, simd('f32x4.add', get(sum), turned(get(sum), by))),
    );
    return [
      ...sums[j]!.slice(1).flatMap((other) => set(sum, simd('f32x4.add', get(sum), get(other)))),
      ...halves,
      ...set(sum, simd('f32x4.mul', get(sum), simd('f32x4.splat', get(scale)))),
      ...when(
        get(bias),
        set(sum, simd('f32x4.add', get(sum), access('v128.load32_splat', [get(bias)], 4 * j))),
      ),
      ...storeLane(0, plus(get(c), times(get(i), 4 * columns)), get(sum), 4 * j),
    ];
  });
  return locals.function([
    ...packed,
    ...loop(i, int(0), get(rows), 1, [
      ...set(row, plus(get(a), placeAt(get(aRows), get(i)))),
      ...sums.flat().flatMap((sum) => set(sum, floats(0))),
      ...loop(k, int(0), get(depth), chains * lanes, step),
      ...results,
    ]),
  ]);
}
