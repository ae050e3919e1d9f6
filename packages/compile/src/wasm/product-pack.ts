/** Packs the second matrix of a product to panels, which the micro-kernel reads one after the other. */
import type { Code, FunctionCode } from './encoding.js';
import {
  access,
  call,
  floats,
  get,
  int,
  Locals,
  loop,
  op,
  parameters,
  set,
  when,
} from './instructions.js';
import { depthOfBlock, ints, least, panel, placeAt, plus, times } from './product-parts.js';

/** `pack(b, rows, columns, contiguous, depth, count, to)`: `count` columns of `depth` rows, panel by panel. */
export function pack(): FunctionCode {
  const locals = new Locals(ints(7));
  const { b, rowTable, columnTable, contiguous, depth, count, to } = parameters([
    'b',
    'rowTable',
    'columnTable',
    'contiguous',
    'depth',
    'count',
    'to',
  ]);
  const { j, k, n, from, c } = locals.named('i32', ['j', 'k', 'n', 'from', 'c']);
  const vectors = [0, 1].flatMap((v) =>
    access('v128.store', [get(to), access('v128.load', [get(from)], v * 16)], v * 16),
  );
  const single = [
    ...access('v128.store', [get(to), floats(0)]),
    ...access('v128.store', [get(to), floats(0)], 16),
    ...loop(
      c,
      int(0),
      get(n),
      1,
      access('f32.store', [
        plus(get(to), times(get(c), 4)),
        access('f32.load', [plus(get(from), placeAt(get(columnTable), plus(get(j), get(c))))]),
      ]),
    ),
  ];
  const isWhole = op('i32.and', get(contiguous), op('i32.eqz', op('i32.sub', get(n), int(panel))));
  const row = plus(get(b), placeAt(get(rowTable), get(k)));
  const next = set(to, plus(get(to), int(panel * 4)));
  return locals.function(
    loop(j, int(0), get(count), panel, [
      ...set(n, least(int(panel), op('i32.sub', get(count), get(j)))),
      ...when(
        isWhole,
        loop(k, int(0), get(depth), 1, [
          ...set(from, plus(row, placeAt(get(columnTable), get(j)))),
          ...vectors,
          ...next,
        ]),
        loop(k, int(0), get(depth), 1, [...set(from, row), ...single, ...next]),
      ),
    ]),
  );
}

/** The columns of a matrix, in whole panels. */
const padded = (columns: number): Code =>
  op('i32.and', plus(get(columns), int(panel - 1)), int(-panel));

/** Variables with the addresses of a matrix, and with its columns from `first` that are wanted. */
interface MatrixVariables {
  readonly b: number;
  readonly rowTable: number;
  readonly columnTable: number;
  readonly contiguous: number;
  readonly first: number;
  readonly count: number;
}

/** Packs rows `k` to `k + d` of some columns of a matrix. */
export const packBlock = (
  pack: number,
  { b, rowTable, columnTable, contiguous, first, count }: MatrixVariables,
  { k, d, to }: { readonly k: number; readonly d: number; readonly to: Code },
): Code =>
  call(
    pack,
    get(b),
    plus(get(rowTable), times(get(k), 4)),
    plus(get(columnTable), times(get(first), 4)),
    get(contiguous),
    get(d),
    get(count),
    to,
  );

/** Where the panel of column `first` is among panels of `d` rows, which follow those of `k` rows of all columns. */
export const panelAt = (
  panels: number,
  { k, d, first, columns }: Record<'k' | 'd' | 'first' | 'columns', number>,
): Code =>
  plus(
    get(panels),
    times(plus(op('i32.mul', get(k), padded(columns)), op('i32.mul', get(first), get(d))), 4),
  );

/**
 * `packAll(first, count, columns, depth, b, rows, places, contiguous, to)`: some columns of b, of which there are `columns`
 * in all, for several products, block after block.
 */
export function packAll(pack: number): FunctionCode {
  const locals = new Locals(ints(9));
  const { first, count, columns, depth, b, rowTable, columnTable, contiguous, to } = parameters([
    'first',
    'count',
    'columns',
    'depth',
    'b',
    'rowTable',
    'columnTable',
    'contiguous',
    'to',
  ]);
  const { k, d } = locals.named('i32', ['k', 'd']);
  return locals.function(
    loop(k, int(0), get(depth), depthOfBlock, [
      ...set(d, least(int(depthOfBlock), op('i32.sub', get(depth), get(k)))),
      ...packBlock(
        pack,
        { b, rowTable, columnTable, contiguous, first, count },
        { k, d, to: panelAt(to, { k, d, first, columns }) },
      ),
    ]),
  );
}
