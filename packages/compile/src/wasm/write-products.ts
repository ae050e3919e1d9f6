/**
 * Matrix products in WebAssembly: a micro-kernel of four rows and two vectors, over panels of the second matrix that were
 * packed before. It reads the first matrix by broadcasts, through tables of places, so that nothing of it is copied.
 */
import type { Code, FunctionCode } from './encoding.js';
import { call, get, int, Locals, loop, op, parameters, set, when } from './instructions.js';
import { pack, packAll, packBlock, panelAt } from './product-pack.js';
import {
  depthOfBlock,
  ints,
  lanes,
  least,
  panel,
  placeAt,
  plus,
  tileBytes,
  tileRows,
  times,
} from './product-parts.js';
import { dots, fewColumns } from './product-dots.js';
import { thin } from './product-thin.js';
import { tile } from './product-tile.js';

/** Bytes that a product with so many columns needs beside its matrices. */
export const spaceFor = (columns: number): number =>
  tileBytes + depthOfBlock * Math.ceil(columns / panel) * panel * 4;

/** Indices of the functions that products call. */
interface ProductFunctions {
  readonly pack: number;
  readonly wide: number;
  readonly narrow: number;
}

/**
 * `gemm(rows, first, count, columns, depth, a, aRows, aColumns, b, bRows, bColumns, contiguous, packed, bias, c, space, scale)`:
 * `count` columns of c from `first`; all matrices are given from their first column.
 */
function gemm({ pack: packB, wide, narrow }: ProductFunctions): FunctionCode {
  const locals = new Locals([...ints(16), 'f32']);
  const {
    rows,
    first,
    count,
    columns,
    depth,
    a,
    aRows,
    aColumns,
    b,
    bRows,
    bColumns,
    contiguous,
    packed,
    bias,
    c,
    space,
    scale,
  } = parameters([
    'rows',
    'first',
    'count',
    'columns',
    'depth',
    'a',
    'aRows',
    'aColumns',
    'b',
    'bRows',
    'bColumns',
    'contiguous',
    'packed',
    'bias',
    'c',
    'space',
    'scale',
  ]);
  const { k, d, i, j, m, n, panels, at } = locals.named('i32', [
    'k',
    'd',
    'i',
    'j',
    'm',
    'n',
    'panels',
    'at',
  ]);
  const starts = Array.from({ length: tileRows }, () => locals.add('i32'));
  const stride = times(get(columns), 4);
  const tileCall = (index: number): Code =>
    call(
      index,
      get(d),
      ...starts.map(get),
      plus(get(aColumns), times(get(k), 4)),
      plus(get(panels), times(op('i32.mul', get(j), get(d)), 4)),
      plus(get(at), times(get(j), 4)),
      stride,
      get(m),
      get(n),
      get(k),
      op('select', plus(get(bias), times(plus(get(first), get(j)), 4)), int(0), get(bias)),
      get(space),
      get(scale),
    );
  const last = op('i32.sub', get(m), int(1));
  return locals.function(
    loop(k, int(0), get(depth), depthOfBlock, [
      ...set(d, least(int(depthOfBlock), op('i32.sub', get(depth), get(k)))),
      ...when(get(packed), set(panels, panelAt(packed, { k, d, first, columns })), [
        ...set(panels, plus(get(space), int(tileBytes))),
        ...packBlock(
          packB,
          { b, rowTable: bRows, columnTable: bColumns, contiguous, first, count },
          { k, d, to: get(panels) },
        ),
      ]),
      ...loop(i, int(0), get(rows), tileRows, [
        ...set(m, least(int(tileRows), op('i32.sub', get(rows), get(i)))),
        // Rows beside the matrix repeat the last one; their sums are not stored.
        ...starts.flatMap((start, r) =>
          set(start, plus(get(a), placeAt(get(aRows), plus(get(i), least(int(r), last))))),
        ),
        ...set(at, plus(get(c), times(get(first), 4), op('i32.mul', get(i), stride))),
        ...loop(j, int(0), get(count), panel, [
          ...set(n, least(int(panel), op('i32.sub', get(count), get(j)))),
          ...when(op('i32.lt_s', int(lanes), get(n)), tileCall(wide), tileCall(narrow)),
        ]),
      ]),
    ]),
  );
}

/** Indices of the functions that a program calls. */
export interface ProductIndices {
  readonly gemm: number;
  readonly packAll: number;
  readonly thin: number;
  /** The function for 1, 2 or 3 columns at 0, 1 or 2. */
  readonly dots: readonly number[];
}

/**
 * All functions of products.
 *
 * @param first the index of the first of them in the module.
 * @param isRelaxed whether the host has relaxed SIMD, which adds a product in one instruction.
 */
export function productFunctions(
  first: number,
  isRelaxed: boolean,
): ProductIndices & { readonly functions: readonly FunctionCode[] } {
  const indices = { pack: first, wide: first + 1, narrow: first + 2 };
  const few = Array.from({ length: fewColumns }, (_, i) => i);
  return {
    functions: [
      pack(),
      tile(2, isRelaxed),
      tile(1, isRelaxed),
      packAll(first),
      gemm(indices),
      thin(isRelaxed),
      ...few.map((i) => dots(i + 1, isRelaxed)),
    ],
    packAll: first + 3,
    gemm: first + 4,
    thin: first + 5,
    dots: few.map((i) => first + 6 + i),
  };
}
