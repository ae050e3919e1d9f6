/**
 * Matrix products in C, written for each width of vectors: tiles of a packed panel, and how threads share a product. Vectors are
 * those of GCC and Clang, so that one text gives AVX-512, AVX2 and NEON.
 */
import { fewColumnKernels } from './product-few-columns.js';
import { fewRowKernels } from './product-few-rows.js';
import { tileKernels } from './product-tiles.js';
import { upTo } from './up-to.js';

/** Tiles by width of a vector in floats. */
interface Shape {
  readonly width: number;
  /** Rows of a tile: as many accumulators as the processor has registers for. */
  readonly rows: number;
  /** Rows of the last tiles of a product, where a low one would follow otherwise: a bit slower for each row. */
  readonly tall: number;
  readonly test: string;
}

const shapes: readonly Shape[] = [
  { width: 16, rows: 12, tall: 14, test: 'defined(__AVX512F__)' },
  { width: 8, rows: 6, tall: 6, test: 'defined(__AVX2__)' },
  { width: 4, rows: 8, tall: 8, test: '1' },
];

/** Heights of tiles, also lower ones for the last rows of a product. */
const heightsOf = ({ rows, tall }: Shape): readonly number[] => [
  ...new Set([...[4, 8].filter((height) => height < rows), rows, tall]),
];

/**
 * A tile of a product: `rows` rows of two vectors each, or of one where only so many columns are left. Accumulators are
 * single variables: in an array, gcc kept them in memory. A row of A is read by broadcasts through `rows[r] +
 * columns[k]`, so that nothing of A is packed.
 */
function microKernel(name: string, rows: number, vectors: 1 | 2): string {
  const all = upTo(rows);
  const parts = ['x', 'y'].slice(0, vectors);
  const each = (write: (part: string, v: number) => string): string => parts.map(write).join(' ');
  return `
static __attribute__((noinline)) void ${name}(long depth, const float *restrict a, const int *restrict rows,
    const int *restrict columns, const float *restrict b, float *restrict c, long stride, int m, int n, int add,
    float scale, const float *restrict bias) {
  ${all.map((r) => `const float *a${r} = a + rows[${r}];`).join(' ')}
  ${all.map((r) => each((part) => `vec ${part}${r} = {0};`)).join(' ')}
  for (long k = 0; k < depth; k++, b += COLUMNS) {
    const long o = columns[k];
    ${each((part, v) => `const vec b${part} = *(const vec *)(b + ${v} * WIDTH);`)}
    ${all.map((r) => `{ const vec s = a${r}[o] - (vec){0}; ${each((part) => `${part}${r} += s * b${part};`)} }`).join('\n    ')}
  }
  if (scale != 1) { ${all.map((r) => each((part) => `${part}${r} *= scale;`)).join(' ')} }
  if (m == ${rows} && n == ${vectors} * WIDTH) {
    ${each((part) => `vec u${part} = {0};`)}
    if (bias) { ${each((part, v) => `u${part} = *(const loose *)(bias + ${v} * WIDTH);`)} }
    ${all
      .map(
        (r) =>
          `{ loose *d = (loose *)(c + ${r} * stride); if (add) { ${each((part, v) => `d[${v}] += ${part}${r};`)} } else { ${each((part, v) => `d[${v}] = ${part}${r} + u${part};`)} } }`,
      )
      .join('\n    ')}
    return;
  }
  float t[${rows} * COLUMNS] __attribute__((aligned(64)));
  ${all.map((r) => each((part, v) => `*(vec *)(t + ${r} * COLUMNS + ${v} * WIDTH) = ${part}${r};`)).join('\n  ')}
  for (int r = 0; r < m; r++)
    for (int j = 0; j < n; j++) {
      float *d = c + r * stride + j;
      *d = add ? *d + t[r * COLUMNS + j] : t[r * COLUMNS + j] + (bias ? bias[j] : 0);
    }
}`;
}

/** Tiles of all heights, and a macro of their name in capitals, which is the lowest one that has so many rows. */
function tilesOfHeights(name: string, shape: Shape, vectors: 1 | 2): string {
  const heights = heightsOf(shape);
  const lowest = heights.reduceRight(
    (higher, height) =>
      higher === '' ? `${name}${height}` : `(m) <= ${height} ? ${name}${height} : ${higher}`,
    '',
  );
  const kernels = heights.map((height) => microKernel(`${name}${height}`, height, vectors));
  return `${kernels.join('')}\n#define ${name.toUpperCase()}(m) (${lowest})`;
}

const vectors = `
typedef float vec __attribute__((vector_size(WIDTH * 4)));
typedef float loose __attribute__((vector_size(WIDTH * 4), aligned(4), may_alias));
#define COLUMNS (2 * WIDTH)
#define DEPTH 384
#define PANEL_SPACE(columns) (DEPTH * ((columns + COLUMNS - 1) / COLUMNS * COLUMNS + COLUMNS) * 4L)
`;

const gemm = `
#if THREADS > 1
#include <stdatomic.h>
typedef atomic_long *shares;
#else
typedef int shares;
#endif
// Multiplications of a part, which take some microseconds.
#define LEAST_PART (1L << 18)
#ifdef TILED
#define UNIT_OF_ROWS(tiles) (hasTiles && tiles ? 32 : ROWS)
#define SPACE_FOR(columns) (PANEL_SPACE(columns) < TILE_SPACE ? TILE_SPACE : PANEL_SPACE(columns))
#else
#define UNIT_OF_ROWS(tiles) ROWS
#define SPACE_FOR(columns) PANEL_SPACE(columns)
#endif
// Packs columns from..to of rows k0..k0+depth of B, panel by panel.
static void packB(float *restrict p, const float *restrict b, const int *restrict rows, const int *restrict columns,
    int contiguous, long depth, long from, long to) {
  for (long j = from; j < to; j += COLUMNS) {
    const long n = to - j < COLUMNS ? to - j : COLUMNS;
    if (contiguous && n == COLUMNS)
      for (long k = 0; k < depth; k++) __builtin_memcpy(p + k * COLUMNS, b + rows[k] + columns[j], COLUMNS * 4);
    else if (contiguous && n == WIDTH)
      for (long k = 0; k < depth; k++) __builtin_memcpy(p + k * COLUMNS, b + rows[k] + columns[j], WIDTH * 4);
    else if (n == COLUMNS && !contiguous)
      for (long c = 0; c < COLUMNS; c++) {
        const float *from = b + columns[j + c];
        for (long k = 0; k < depth; k++) p[k * COLUMNS + c] = from[rows[k]];
      }
    else
      for (long k = 0; k < depth; k++)
        for (long c = 0; c < COLUMNS; c++) p[k * COLUMNS + c] = c < n ? b[rows[k] + columns[j + c]] : 0;
    p += COLUMNS * depth;
  }
}
// Packs all of B for several products, DEPTH rows after DEPTH rows.
static void packAll(int t, long columns, long depth, const float *b, const int *rows, const int *places, int contiguous,
    int tiles, float *to) {
#ifdef TILED
  if (hasTiles && tiles) {
    packTiles(t, columns, depth, b, rows, places, tiles >> 2, (bits *)to);
    return;
  }
#endif
  const long panels = (columns + COLUMNS - 1) / COLUMNS, part = (panels + TEAM - 1) / TEAM;
  const long from = t * part * COLUMNS, end = from + part * COLUMNS < columns ? from + part * COLUMNS : columns;
  if (from < end)
    for (long k = 0; k < depth; k += DEPTH) {
      const long d = depth - k < DEPTH ? depth - k : DEPTH;
      packB(to + k * panels * COLUMNS + from * d, b, rows + k, places, contiguous, d, from, end);
    }
}
// Distance of rows that are copied, so that they do not collide.
#define LINE (DEPTH + 16)
// The part of a product in rows i0..i1 and columns j0..j1. Rows of A that collide in the cache are copied if many tiles
// read them.
static void block(long i0, long i1, long j0, long j1, long depth, int collides, const float *a, const int *aRows,
    const int *aColumns, const float *b, const int *bRows, const int *bColumns, int contiguous, const float *packed, int tiles,
    float scale, const float *bias, float *c, long stride, float *space) {
#ifdef TILED
  if (hasTiles && tiles) {
    if (blockTiles(i0, i1, j0, j1, depth, a, aRows, aColumns, tiles >> 1 & 1, b, bRows, bColumns, tiles >> 2,
        (const bits *)packed, bias, c, stride, (bits *)space))
      return;
    // A packed copy is one for tiles.
    packed = 0;
  }
#endif
  const long padded = (stride + COLUMNS - 1) / COLUMNS * COLUMNS;
  for (long k = 0; k < depth; k += DEPTH) {
    const long d = depth - k < DEPTH ? depth - k : DEPTH;
    const float *panels = packed ? packed + k * padded + j0 * d : space;
    if (!packed) packB(space, b, bRows + k, bColumns, contiguous, d, j0, j1);
    for (long i = i0, m; i < i1; i += m) {
      const long left = i1 - i;
      m = left == TALL || left == 2 * TALL ? TALL : left < ROWS ? left : ROWS;
      int rows[TALL];
      float lines[TALL * LINE];
      const float *from = a;
      for (int r = 0; r < TALL; r++) rows[r] = aRows[i + (r < m ? r : m - 1)];
      if (collides && j1 - j0 >= 4 * COLUMNS) {
        for (int r = 0; r < m; r++) __builtin_memcpy(lines + r * LINE, a + rows[r] + aColumns[k], d * 4);
        for (int r = 0; r < TALL; r++) rows[r] = (r < m ? r : m - 1) * LINE - aColumns[k];
        from = lines;
      }
      for (long j = j0; j < j1; j += COLUMNS) {
        const int n = j1 - j < COLUMNS ? (int)(j1 - j) : COLUMNS;
        (n > WIDTH ? WIDE(m) : NARROW(m))(d, from, rows, aColumns + k, panels + (j - j0) * d, c + i * stride + j, stride, m, n,
            k > 0, scale, bias ? bias + j : 0);
      }
    }
  }
}
// Threads have equal shares of a product's rows or columns, and take them part by part; who has no part left takes those of
// others, which may wait for their core. Parts are the same in every run, whoever computes them.
typedef struct { long share, part, total; } parts;
// With 0 multiplications for each row or column, a share is one part.
static parts partsOf(long total, long unit, int threads, long multiplications) {
  const long units = (total + unit - 1) / unit, share = (units + threads - 1) / threads * unit;
  if (threads == 1 || !multiplications) return (parts){share, share, total};
  const long quarter = ((share / unit + 3) / 4) * unit, least = (LEAST_PART / multiplications / unit + 1) * unit;
  const long part = quarter > least ? quarter : least;
  return (parts){share, part < share ? part : share, total};
}
#if THREADS > 1
static int take(int t, int threads, shares next, parts p, long *from, long *to) {
  if (threads == 1) {
    *from = *from < 0 ? 0 : p.total, *to = p.total;
    return *from < p.total;
  }
  for (int i = 0; i < threads; i++) {
    const int owner = t + i < threads ? t + i : t + i - threads;
    const long start = owner * p.share, end = start + p.share < p.total ? start + p.share : p.total;
    if (start + atomic_load_explicit(next + owner, memory_order_relaxed) >= end) continue;
    *from = start + atomic_fetch_add_explicit(next + owner, p.part, memory_order_relaxed);
    if (*from >= end) continue;
    *to = *from + p.part < end ? *from + p.part : end;
    return 1;
  }
  return 0;
}
#else
static int take(int t, int threads, shares next, parts p, long *from, long *to) {
  *from = *from < 0 ? 0 : p.total, *to = p.total;
  return *from < p.total;
}
#endif
static void gemm(int t, int threads, shares next, long rows, long columns, long depth, const float *a, const int *aRows, const int *aColumns,
    const float *b, const int *bRows, const int *bColumns, int contiguous, const float *packed,
    int tiles, long run, long rowRun, int collides, float scale, const float *bias, float *c) {
  long from = -1, to;
#ifdef FEW
  // Places of A that follow each other, whole vectors of them.
  if (run > 0 && run % WIDTH == 0 && columns * depth <= DEPTH * COLUMNS) {
    const parts p = partsOf(rows, 1, threads, 0);
    while (take(t, threads, next, p, &from, &to))
      dots(from, to, columns, depth, a, aRows, aColumns, b, bRows, bColumns, scale, bias, c, space[t]);
  } else if (rowRun > 0 && rowRun % WIDTH == 0) {
    const parts p = partsOf(rows / WIDTH, 1, threads, 0);
    while (take(t, threads, next, p, &from, &to))
      outer(from, to, columns, depth, a, aRows, aColumns, b, bRows, bColumns, scale, bias, c, space[t]);
  } else
#endif
  if (rows <= FEW_ROWS && contiguous) {
    const parts p = partsOf(columns, WIDTH, threads, 0);
    while (take(t, threads, next, p, &from, &to))
      fewRows(rows, from, to, depth, a, aRows, aColumns, b + bColumns[0], bRows, scale, bias, c, columns);
  } else if (columns >= rows) {
    // Tiles would pack the rows again for each part.
    const parts p = partsOf(columns, COLUMNS, threads, tiles ? 0 : rows * depth);
    while (take(t, threads, next, p, &from, &to))
      block(0, rows, from, to, depth, collides, a, aRows, aColumns, b, bRows, bColumns, contiguous, packed,
          tiles, scale, bias, c, columns, space[t]);
  } else {
    // Without a packed copy, each part would pack all columns again.
    const parts p = partsOf(rows, UNIT_OF_ROWS(tiles), threads, packed ? columns * depth : 0);
    while (take(t, threads, next, p, &from, &to))
      block(from, to, 0, columns, depth, collides, a, aRows, aColumns, b, bRows, bColumns, contiguous, packed,
          tiles, scale, bias, c, columns, space[t]);
  }
}
`;

/** @param few numbers of columns of the products that have at most `fewColumns`. */
export function productKernels(few: readonly number[]): string {
  const kernels = shapes
    .map((shape, i) => {
      const { width, rows, tall, test } = shape;
      const sizes = `#define WIDTH ${width}\n#define ROWS ${rows}\n#define TALL ${tall}\n`;
      const tiles = `${tilesOfHeights('wide', shape, 2)}${tilesOfHeights('narrow', shape, 1)}`;
      return `#${i === 0 ? 'if' : 'elif'} ${test}\n${sizes}${vectors}${tiles}`;
    })
    .join('\n');
  return `static float *space[THREADS];\n${kernels}\n#endif\n${fewColumnKernels(few)}${fewRowKernels}${tileKernels}${gemm}`;
}
