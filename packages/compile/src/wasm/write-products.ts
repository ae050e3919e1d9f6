/**
 * Matrix products in WebAssembly: a micro-kernel of four rows and two vectors, over panels of the second matrix that were
 * packed before. It reads the first matrix by broadcasts, through tables of places, so that nothing of it is copied.
 */
import type { Code, FunctionCode, ValueType } from './encoding.js';
import {
  access,
  call,
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
  floats,
  when,
} from './instructions.js';

/** Rows and columns of a tile. */
const rows = 4;
const panel = 8;
/** Rows of the second matrix that are packed at a time. */
const depthOfBlock = 256;
const lanes = 4;
/** Bytes of a tile that is only partly wanted. */
const tileBytes = rows * panel * 4;

/** Bytes that a product with so many columns needs beside its matrices. */
export const spaceFor = (columns: number): number =>
  tileBytes + depthOfBlock * Math.ceil(columns / panel) * panel * 4;

/** The element of a table of places, in bytes. */
const placeAt = (table: Code, i: Code): Code =>
  op('i32.shl', access('i32.load', [op('i32.add', table, op('i32.shl', i, int(2)))]), int(2));
const plus = (...terms: readonly Code[]): Code => terms.reduce((a, b) => op('i32.add', a, b));
const times = (a: Code, by: number): Code => op('i32.mul', a, int(by));
const least = (a: Code, b: Code): Code => op('select', a, b, op('i32.lt_s', a, b));

/** `sum + a * b` */
const added = (isRelaxed: boolean, sum: Code, a: Code, b: Code): Code =>
  isRelaxed
    ? simd('f32x4.relaxed_madd', a, b, sum)
    : simd('f32x4.add', sum, simd('f32x4.mul', a, b));

const ints = (count: number): ValueType[] => Array.from({ length: count }, () => 'i32');

/** Indices of the functions among those of a module. */
interface ProductFunctions {
  readonly pack: number;
  readonly wide: number;
  readonly narrow: number;
}

/**
 * `tile(depth, a0, a1, a2, a3, columns, b, c, stride, m, n, add, bias, space, scale)`: adds up a tile of m rows and n
 * columns of c. Addresses are in bytes; `columns` is a table.
 */
function tile(vectors: 1 | 2, isRelaxed: boolean): FunctionCode {
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
  const all = Array.from({ length: rows }, (_, r) => r);
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
    op('i32.eqz', op('i32.sub', get(m), int(rows))),
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
  const sumOf = (a: Code, b: Code): Code => [...a, ...b, 0x92];
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

/** `pack(b, rows, columns, contiguous, depth, count, to)`: `count` columns of `depth` rows, panel by panel. */
function pack(): FunctionCode {
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

/** `packAll(columns, depth, b, rows, places, contiguous, to)`: all of b for several products, block after block. */
function packAll(functions: ProductFunctions): FunctionCode {
  const locals = new Locals(ints(7));
  const { columns, depth, b, rowTable, columnTable, contiguous, to } = parameters([
    'columns',
    'depth',
    'b',
    'rowTable',
    'columnTable',
    'contiguous',
    'to',
  ]);
  const { k, d } = locals.named('i32', ['k', 'd']);
  const padded = op('i32.and', plus(get(columns), int(panel - 1)), int(-panel));
  return locals.function(
    loop(k, int(0), get(depth), depthOfBlock, [
      ...set(d, least(int(depthOfBlock), op('i32.sub', get(depth), get(k)))),
      ...call(
        functions.pack,
        get(b),
        plus(get(rowTable), times(get(k), 4)),
        get(columnTable),
        get(contiguous),
        get(d),
        get(columns),
        plus(get(to), times(op('i32.mul', get(k), padded), 4)),
      ),
    ]),
  );
}

/** `gemm(rows, columns, depth, a, aRows, aColumns, b, bRows, bColumns, contiguous, packed, bias, c, space, scale)` */
function gemm({ pack: packB, wide, narrow }: ProductFunctions): FunctionCode {
  const locals = new Locals([...ints(14), 'f32']);
  const {
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
  const starts = Array.from({ length: rows }, () => locals.add('i32'));
  const padded = op('i32.and', plus(get(columns), int(panel - 1)), int(-panel));
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
      op('select', plus(get(bias), times(get(j), 4)), int(0), get(bias)),
      get(space),
      get(scale),
    );
  const last = op('i32.sub', get(m), int(1));
  return locals.function(
    loop(k, int(0), get(depth), depthOfBlock, [
      ...set(d, least(int(depthOfBlock), op('i32.sub', get(depth), get(k)))),
      ...when(
        get(packed),
        set(panels, plus(get(packed), times(op('i32.mul', get(k), padded), 4))),
        [
          ...set(panels, plus(get(space), int(tileBytes))),
          ...call(
            packB,
            get(b),
            plus(get(bRows), times(get(k), 4)),
            get(bColumns),
            get(contiguous),
            get(d),
            get(columns),
            get(panels),
          ),
        ],
      ),
      ...loop(i, int(0), get(count), rows, [
        ...set(m, least(int(rows), op('i32.sub', get(count), get(i)))),
        // Rows beside the matrix repeat the last one; their sums are not stored.
        ...starts.flatMap((start, r) =>
          set(start, plus(get(a), placeAt(get(aRows), plus(get(i), least(int(r), last))))),
        ),
        ...set(at, plus(get(c), op('i32.mul', get(i), stride))),
        ...loop(j, int(0), get(columns), panel, [
          ...set(n, least(int(panel), op('i32.sub', get(columns), get(j)))),
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
}

/** Up to so many rows are multiplied without packing, which would read the second matrix twice. */
export const fewRows = 3;

/**
 * `thin(rows, columns, depth, a, aRows, aColumns, b, bRows, bColumns, bias, c, scale)`: a few rows, each times all of b,
 * whose columns lie side by side.
 */
function thin(isRelaxed: boolean): FunctionCode {
  const locals = new Locals([...ints(11), 'f32']);
  const { count, columns, depth, a, aRows, aColumns, b, bRows, bColumns, bias, c, scale } =
    parameters([
      'count',
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
  const upTo = (step: number): Code => set(end, op('i32.and', get(columns), int(-step)));
  return locals.function([
    ...set(b, plus(get(b), placeAt(get(bColumns), int(0)))),
    ...loop(i, int(0), get(count), 1, [
      ...set(row, plus(get(a), placeAt(get(aRows), get(i)))),
      ...set(j, int(0)),
      ...upTo(8 * lanes),
      ...loopOn(j, get(end), 8 * lanes, part(8)),
      ...upTo(lanes),
      ...loopOn(j, get(end), lanes, part(1)),
      ...loopOn(j, get(columns), 1, part(1, true)),
    ]),
  ]);
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
  return {
    functions: [
      pack(),
      tile(2, isRelaxed),
      tile(1, isRelaxed),
      packAll(indices),
      gemm(indices),
      thin(isRelaxed),
    ],
    packAll: first + 3,
    gemm: first + 4,
    thin: first + 5,
  };
}
