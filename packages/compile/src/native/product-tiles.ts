/**
 * Matrix products on processors that have tiles (AMX of Intel), which multiply numbers of 16 bits (bfloat16) many times as
 * fast as vectors multiply those of 32. A float is the sum of three such numbers, of 8 bits each; six of the nine products of
 * their parts are computed and added up in float32, so that what is left out is as small as a float's last bit (Henry, Tang
 * and Heinecke 2019, "Leveraging the bfloat16 artificial intelligence datatype for higher-precision computations").
 */
import { runOf } from '../loops/operands.js';
import type { ProductStatement } from '../loops/form.js';
import { upTo } from './up-to.js';

/** Floats of a vector, and rows of a tile. */
const lanes = 16;
/** Numbers of one row of a tile. */
const tileDepth = 2 * lanes;
/** Smaller products would pack more than they multiply: with 32 columns, a convolution is as fast with vectors. */
const least = { rows: lanes, columns: 64, depth: tileDepth };
/** Sums of more rows and of a larger depth are loaded and stored so often that vectors are as fast. */
const most = { rows: 384, depth: 512 };

/** How a matrix is read: vectors of elements lie along the depth, or across it. */
type Direction = 'along' | 'across';

function directionOf(depth: Int32Array, others: Int32Array): Direction | undefined {
  const isWhole = (places: Int32Array): boolean => {
    const run = runOf(places);
    return run === places.length || run % lanes === 0;
  };
  if (isWhole(depth)) return 'along';
  return isWhole(others) ? 'across' : undefined;
}

/** The argument of `gemm` that says how tiles read a product's operands: 0 if they do not. */
export function tilesOf(statement: ProductStatement): number {
  const { rows, columns, depth, a, b, scale, items } = statement;
  if (rows < least.rows || columns < least.columns || depth < least.depth || scale !== 1) return 0;
  if (rows > most.rows && depth > most.depth) return 0;
  const left = directionOf(a.columns, a.rows);
  // Vectors across the rows must not lead from one item to the next.
  const isDivided = items !== undefined && runOf(a.rows.subarray(0, rows / items)) % lanes !== 0;
  if (left === 'across' && isDivided) return 0;
  const right = directionOf(b.rows, b.columns);
  if (left === undefined || right === undefined) return 0;
  return 1 + (left === 'along' ? 2 : 0) + (right === 'along' ? 4 : 0);
}

/** Numbers of 4 bytes that the packed copy of a matrix takes: three parts of 2 bytes, and a line of marks for each panel. */
export function packedTiles(depth: number, columns: number): number {
  const pieces = Math.ceil(depth / tileDepth) * 2;
  return Math.ceil(columns / tileDepth) * (pieces * 3 * lanes * lanes + lanes);
}

/** Transposes 16 x 16 numbers: for each bit of an index, rows that differ in it exchange columns that differ in it. */
const transpose = [8, 4, 2, 1]
  .flatMap((bit) =>
    upTo(lanes)
      .filter((row) => (row & bit) === 0)
      .map((row) => {
        const lower = upTo(lanes).map((i) => ((i & bit) === 0 ? i : lanes + i - bit));
        const upper = upTo(lanes).map((i) => ((i & bit) === 0 ? i + bit : lanes + i));
        return `{ const bits a = r[${row}], b = r[${row + bit}]; r[${row}] = __builtin_shufflevector(a, b, ${lower.join(', ')}); r[${row + bit}] = __builtin_shufflevector(a, b, ${upper.join(', ')}); }`;
      }),
  )
  .join('\n  ');

/** Pairs of parts whose products count, in an order in which each step loads one new part. */
const order = ['A0 B2', 'B1', 'A1', 'B0', 'A2', 'A0'] as const;

/**
 * A block of one or two by one or two tiles of the result. Tiles 0 to 3 are sums, 4 and 5 parts of A, 6 and 7 parts of B.
 * `from` is what is added to: the result itself, or rows of the bias.
 */
function tileKernel(down: 1 | 2, across: 1 | 2): string {
  const cells = upTo(down).flatMap((i) => upTo(across).map((j) => ({ i, j, tile: 2 * i + j })));
  const place = (at: string, stride: string, { i, j }: { i: number; j: number }): string =>
    `${at} + ${i} * ${lanes} * ${stride} + ${j * lanes}`;
  const load = (part: string): string =>
    part.startsWith('A')
      ? upTo(down)
          .map((i) => `LOAD(${4 + i}, a + ${i} * gapA + ${part[1]} * ${lanes}, 64)`)
          .join(' ')
      : upTo(across)
          .map((j) => `LOAD(${6 + j}, b + ${j} * gapB + ${part[1]} * ${lanes}, 64)`)
          .join(' ');
  const multiply = cells.map(({ i, j, tile }) => `MULTIPLY(${tile}, ${4 + i}, ${6 + j})`).join(' ');
  return `
static __attribute__((noinline)) void tiles${down}${across}(long steps, const bits *a, long gapA, const bits *b, long gapB,
    const float *from, long fromStride, float *c, long stride) {
  ${cells.map((cell) => `LOAD(${cell.tile}, ${place('from', 'fromStride', cell)}, 4 * fromStride)`).join(' ')}
  for (; steps > 0; steps--, a += PIECE, b += PIECE) {
    ${order.map((parts) => `${parts.split(' ').map(load).join(' ')} ${multiply}`).join('\n    ')}
  }
  ${cells.map((cell) => `STORE(${cell.tile}, ${place('c', 'stride', cell)}, 4 * stride)`).join(' ')}
}`;
}

/** `blockTiles` and `packTiles`, where the processor and the compiler have tiles: `TILED` is defined there. */
export const tileKernels = `
#if defined(__AMX_BF16__) && defined(__AVX512F__) && defined(__linux__) && defined(__has_builtin)
#if __has_builtin(__builtin_shufflevector)
#define TILED
#include <sys/syscall.h>
#include <unistd.h>
typedef unsigned bits __attribute__((vector_size(64), may_alias));
#define LOAD(tile, at, stride) __asm__ volatile("tileloadd (%0,%1,1), %%tmm" #tile :: "r"(at), "r"((long)(stride)) : "memory");
#define STORE(tile, at, stride) __asm__ volatile("tilestored %%tmm" #tile ", (%0,%1,1)" :: "r"(at), "r"((long)(stride)) : "memory");
#define MULTIPLY(to, a, b) __asm__ volatile("tdpbf16ps %%tmm" #b ", %%tmm" #a ", %%tmm" #to ::: "memory");
// Vectors of a piece: 16 rows by 32 numbers of the depth, in three parts.
#define PIECE 48
static int hasTiles;
// The system gives a process room for tiles when it asks.
static void askForTiles(void) { hasTiles = syscall(SYS_arch_prctl, 0x1023, 18) == 0; }
static void openTiles(void) {
  // Palette 1; eight tiles of 16 rows of 64 bytes.
  unsigned char shape[64] __attribute__((aligned(64))) = {1};
  for (int i = 0; i < 8; i++) { shape[16 + 2 * i] = 64; shape[48 + i] = 16; }
  __asm__ volatile("ldtilecfg %0" :: "m"(shape) : "memory");
}
static void closeTiles(void) { __asm__ volatile("tilerelease" ::: "memory"); }
static inline void transpose(bits *r) {
  ${transpose}
}
// Numbers x and y of 32 bits as pairs of numbers of 16 bits: three vectors of pairs, whose sums are x and y.
static inline void split(vec x, vec y, bits *first, bits *second, bits *third, bits *marks) {
  const bits high = (bits){0} + 0xffff0000u, half = (bits){0} + 0x8000u, sign = (bits){0} + 0x7fffffffu;
  // Infinity, NaN and what would be rounded to infinity set the highest bit.
  *marks |= (((bits)x & sign) + 0x01000000u) | (((bits)y & sign) + 0x01000000u);
  const bits x1 = ((bits)x + half) & high, y1 = ((bits)y + half) & high;
  const vec x23 = x - (vec)x1, y23 = y - (vec)y1;
  const bits x2 = ((bits)x23 + half) & high, y2 = ((bits)y23 + half) & high;
  const vec x3 = x23 - (vec)x2, y3 = y23 - (vec)y2;
  *first = (x1 >> 16) | y1;
  *second = (x2 >> 16) | y2;
  *third = ((bits)x3 >> 16) | ((bits)y3 & high);
}
// Packs a matrix of count rows (of A; columns of B) and depth numbers. Pieces follow each other along the depth, groups of 16
// rows have \`gap\` vectors between them. Row r of a tile of A holds numbers k and k + 16 of row r of the matrix side by side,
// row k of a tile of B those of all columns.
static void pack(const float *from, const int *rows, const int *places, long count, long depth, int along, int isLeft,
    bits *to, long gap, bits *marks) {
  static const float none[16];
  for (long o = 0; o < count; o += 16) {
    bits *piece = to + o / 16 * gap;
    const long m = count - o < 16 ? count - o : 16;
    for (long k = 0; k < depth; k += 32, piece += PIECE) {
      const long d = depth - k < 32 ? depth - k : 32;
      const float *x[16], *y[16];
      float room[512] __attribute__((aligned(64)));
      if (along && d % 16 == 0) {
        for (int r = 0; r < 16; r++) {
          const float *row = from + rows[o + (r < m ? r : 0)];
          x[r] = r < m ? row + places[k] : none;
          y[r] = r < m && d > 16 ? row + places[k + 16] : none;
        }
      } else if (!along && m == 16) {
        const float *start = from + rows[o];
        for (int i = 0; i < 16; i++) {
          x[i] = i < d ? start + places[k + i] : none;
          y[i] = i + 16 < d ? start + places[k + i + 16] : none;
        }
      } else {
        memset(room, 0, sizeof room);
        if (along)
          for (int r = 0; r < m; r++)
            for (int i = 0; i < d; i += 16)
              memcpy(room + r * 32 + i, from + rows[o + r] + places[k + i], (d - i < 16 ? d - i : 16) * 4);
        else
          for (int i = 0; i < d; i++) memcpy(room + i * 16, from + rows[o] + places[k + i], m * 4);
        for (int v = 0; v < 16; v++) {
          x[v] = room + v * (along ? 32 : 16);
          y[v] = x[v] + (along ? 16 : 256);
        }
      }
      bits parts[3][16];
      for (int v = 0; v < 16; v++)
        split(*(const loose *)x[v], *(const loose *)y[v], &parts[0][v], &parts[1][v], &parts[2][v], marks);
      for (int p = 0; p < 3; p++) {
        if (!along == isLeft) transpose(parts[p]);
        for (int v = 0; v < 16; v++) piece[p * 16 + v] = parts[p][v];
      }
    }
  }
}
static int isMarked(bits marks) {
  unsigned any = 0;
  for (int i = 0; i < 16; i++) any |= marks[i];
  return any >> 31;
}
#define STEPS(depth) (((depth) + 31) / 32)
// A panel of 32 columns in a packed copy: a vector of marks, then two groups of pieces.
#define PANEL(depth) (1 + 2 * STEPS(depth) * PIECE)
static void packTiles(int t, long columns, long depth, const float *b, const int *rows, const int *places, int along, bits *to) {
  const long panels = (columns + 31) / 32;
  for (long p = t * panels / TEAM; p < (t + 1) * panels / TEAM; p++) {
    bits *panel = to + p * PANEL(depth);
    const long left = columns - p * 32;
    *panel = (bits){0};
    pack(b, places + p * 32, rows, left < 32 ? left : 32, depth, along, 0, panel + 1, STEPS(depth) * PIECE, panel);
  }
}
${([1, 2] as const).flatMap((down) => ([1, 2] as const).map((across) => tileKernel(down, across))).join('')}
// Rows of A that are packed at a time, and numbers of their depth: they stay in the cache of second level.
#define TILE_ROWS 1024
#define TILE_DEPTH(rows) ((rows) > ${most.rows} ? 128 : 256)
#define TILE_SPACE ((TILE_ROWS / 16 * 4 + 2 * 8) * PIECE * 64L)
// The part of a product in rows i0..i1 and columns j0..j1, which is a multiple of 32. 0 if a number is too large for tiles.
static int blockTiles(long i0, long i1, long j0, long j1, long depth, const float *a, const int *aRows, const int *aColumns,
    int aAlong, const float *b, const int *bRows, const int *bColumns, int bAlong, const bits *packed, const float *bias,
    float *c, long stride, bits *space) {
  bits marks = {0};
  openTiles();
  for (long i = i0; i < i1; i += TILE_ROWS) {
    const long rows = i1 - i < TILE_ROWS ? i1 - i : TILE_ROWS, most = TILE_DEPTH(rows);
    for (long k = 0; k < depth; k += most) {
      const long d = depth - k < most ? depth - k : most, steps = STEPS(d), gap = steps * PIECE;
      bits *const panel = space + TILE_ROWS / 16 * 4 * PIECE;
      pack(a, aRows + i, aColumns + k, rows, d, aAlong, 1, space, gap, &marks);
      for (long j = j0; j < j1; j += 32) {
        const long n = j1 - j < 32 ? j1 - j : 32;
        const bits *given = panel;
        long gapB = gap;
        if (packed) {
          given = packed + j / 32 * PANEL(depth);
          marks |= *given;
          given += 1 + k / 32 * PIECE;
          gapB = STEPS(depth) * PIECE;
        } else pack(b, bColumns + j, bRows + k, n, d, bAlong, 0, panel, gap, &marks);
        float added[32] __attribute__((aligned(64))) = {0};
        if (bias && k == 0) memcpy(added, bias + j, n * 4);
        for (long r = 0; r < rows; r += 32) {
          const long m = rows - r < 32 ? rows - r : 32;
          float *to = c + (i + r) * stride + j, edge[1024] __attribute__((aligned(64)));
          const int isEdge = m % 16 || n % 16;
          if (isEdge && k > 0)
            for (long q = 0; q < m; q++) memcpy(edge + q * 32, to + q * stride, n * 4);
          float *const at = isEdge ? edge : to;
          const long atStride = isEdge ? 32 : stride;
          (m > 16 ? n > 16 ? tiles22 : tiles21 : n > 16 ? tiles12 : tiles11)(steps, space + r / 16 * gap, gap, given, gapB,
              k == 0 ? added : at, k == 0 ? 0 : atStride, at, atStride);
          if (isEdge)
            for (long q = 0; q < m; q++) memcpy(to + q * stride, edge + q * 32, n * 4);
        }
      }
    }
  }
  closeTiles();
  return !isMarked(marks);
}
#endif
#endif
`;
