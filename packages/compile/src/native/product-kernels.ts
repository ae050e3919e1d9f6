/**
 * Matrix products in C, written for each width of vectors: tiles of a packed panel, and two forms for few columns. Vectors are
 * those of GCC and Clang, so that one text gives AVX-512, AVX2 and NEON.
 */
import { tileKernels } from './product-tiles.js';

/** Rows of the micro-kernel, by width of a vector in floats: as many accumulators as the processor has registers for. */
const shapes = [
  { width: 16, rows: 12, test: 'defined(__AVX512F__)' },
  { width: 8, rows: 6, test: 'defined(__AVX2__)' },
  { width: 4, rows: 8, test: '1' },
] as const;

const rowsUpTo = (rows: number): number[] => Array.from({ length: rows }, (_, r) => r);

/**
 * A tile of a product: `rows` rows of two vectors each, or of one where only so many columns are left. Accumulators are
 * single variables: in an array, gcc kept them in memory. A row of A is read by broadcasts through `rows[r] +
 * columns[k]`, so that nothing of A is packed.
 */
function microKernel(name: string, rows: number, vectors: 1 | 2): string {
  const all = rowsUpTo(rows);
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
  if (m == ROWS && n == ${vectors} * WIDTH) {
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
  float t[ROWS * COLUMNS] __attribute__((aligned(64)));
  ${all.map((r) => each((part, v) => `*(vec *)(t + ${r} * COLUMNS + ${v} * WIDTH) = ${part}${r};`)).join('\n  ')}
  for (int r = 0; r < m; r++)
    for (int j = 0; j < n; j++) {
      float *d = c + r * stride + j;
      *d = add ? *d + t[r * COLUMNS + j] : t[r * COLUMNS + j] + (bias ? bias[j] : 0);
    }
}`;
}

/** Up to so many columns of B, rows of A are multiplied with each as whole vectors. */
export const fewColumns = 4;
/** Rows at a time, so that sums do not wait for each other. */
const dotRows = 4;

/** Products of rows of A with few columns: a tile of the micro-kernel would be mostly empty. */
function dotKernel(columns: number): string {
  const pairs = rowsUpTo(dotRows).flatMap((r) => rowsUpTo(columns).map((c) => ({ r, c })));
  return `
static __attribute__((noinline)) void dots${columns}(long depth, const float *restrict a, const int *restrict rows,
    const int *restrict places, const float *restrict b, float *restrict c, int m, float scale,
    const float *restrict bias) {
  ${rowsUpTo(dotRows)
    .map((r) => `const float *a${r} = a + rows[${r}];`)
    .join(' ')}
  ${pairs.map(({ r, c }) => `vec s${r}${c} = {0};`).join(' ')}
  for (long k = 0; k < depth; k += WIDTH) {
    const long o = places[k];
    ${rowsUpTo(columns)
      .map((c) => `const vec b${c} = *(const loose *)(b + ${c} * depth + k);`)
      .join(' ')}
    ${rowsUpTo(dotRows)
      .map(
        (r) =>
          `{ const vec v = *(const loose *)(a${r} + o); ${rowsUpTo(columns)
            .map((c) => `s${r}${c} += v * b${c};`)
            .join(' ')} }`,
      )
      .join('\n    ')}
  }
  const float sums[] = {${pairs.map(({ r, c }) => `sumOf(s${r}${c})`).join(', ')}};
  for (int i = 0; i < m * ${columns}; i++) c[i] = sums[i] * scale + (bias ? bias[i % ${columns}] : 0);
}`;
}

/** @param columns numbers of columns for which there are kernels. */
const dots = (columns: readonly number[]): string => `
static inline float sumOf(vec v) {
  float t[WIDTH] __attribute__((aligned(64)));
  *(vec *)t = v;
  for (int half = WIDTH / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) t[i] += t[i + half];
  return t[0];
}
${columns.map(dotKernel).join('')}
static void dots(long i0, long i1, long columns, long depth, const float *a, const int *aRows, const int *aColumns,
    const float *b, const int *bRows, const int *bColumns, float scale, const float *bias, float *c, float *space) {
  for (long j = 0; j < columns; j++)
    for (long k = 0; k < depth; k++) space[j * depth + k] = b[bRows[k] + bColumns[j]];
  for (long i = i0; i < i1; i += ${dotRows}) {
    const int m = i1 - i < ${dotRows} ? (int)(i1 - i) : ${dotRows};
    int rows[${dotRows}];
    for (int r = 0; r < ${dotRows}; r++) rows[r] = aRows[i + (r < m ? r : m - 1)];
    float *d = c + i * columns;
    switch (columns) {
      ${columns
        .map(
          (c) => `case ${c}: dots${c}(depth, a, rows, aColumns, space, d, m, scale, bias); break;`,
        )
        .join('\n      ')}
    }
  }
}
`;

/**
 * Products with few columns whose rows of A lie side by side, such as the gradient of a filter to three colours: a vector
 * of rows at each k, times each number of B.
 */
function outerKernel(columns: number): string {
  const each = (write: (t: string, c: number) => string, tiles: number): string =>
    rowsUpTo(tiles)
      .flatMap((t) => rowsUpTo(columns).map((c) => write(String(t), c)))
      .join(' ');
  const withTiles = (tiles: number): string => `
static __attribute__((noinline)) void outer${columns}(long depth, const float *restrict a, const int *restrict rows,
    const int *restrict places, const float *restrict b, float *restrict c, int m, int add, float scale,
    const float *restrict bias) {
  ${each((t, j) => `vec s${t}${j} = {0};`, tiles)}
  for (long k = 0; k < depth; k++, b += ${columns}) {
    const float *p = a + places[k];
    ${rowsUpTo(tiles)
      .map(
        (t) =>
          `{ const vec v = *(const loose *)(p + rows[${t}]); ${rowsUpTo(columns)
            .map((j) => `s${t}${j} += v * b[${j}];`)
            .join(' ')} }`,
      )
      .join('\n    ')}
  }
  const vec sums[] = {${each((t, j) => `s${t}${j},`, tiles)}};
  for (int t = 0; t < m; t++)
    for (int j = 0; j < ${columns}; j++)
      for (int lane = 0; lane < WIDTH; lane++) {
        float *d = c + (t * WIDTH + lane) * ${columns} + j;
        const float sum = sums[t * ${columns} + j][lane] * scale;
        *d = add ? *d + sum : sum + (bias ? bias[j] : 0);
      }
}`;
  return `\n#if TILES == 6${withTiles(6)}\n#else${withTiles(3)}\n#endif\n`;
}

const outer = (columns: readonly number[]): string => `
// As many accumulators as registers: 16 with AVX2, else 32.
#if WIDTH == 8
#define TILES 3
#else
#define TILES 6
#endif
${columns.map(outerKernel).join('')}
// Groups of WIDTH rows, TILES of them at a time.
static void outer(long from, long to, long columns, long depth, const float *a, const int *aRows, const int *aColumns,
    const float *b, const int *bRows, const int *bColumns, float scale, const float *bias, float *c, float *space) {
  for (long k = 0; k < depth; k += DEPTH) {
    const long d = depth - k < DEPTH ? depth - k : DEPTH;
    for (long i = 0; i < d; i++)
      for (long j = 0; j < columns; j++) space[i * columns + j] = b[bRows[k + i] + bColumns[j]];
    for (long group = from; group < to; group += TILES) {
      const int m = to - group < TILES ? (int)(to - group) : TILES;
      int rows[TILES];
      for (int t = 0; t < TILES; t++) rows[t] = aRows[(group + (t < m ? t : m - 1)) * WIDTH];
      float *to = c + group * WIDTH * columns;
      switch (columns) {
        ${columns
          .map(
            (c) =>
              `case ${c}: outer${c}(d, a, rows, aColumns + k, space, to, m, k > 0, scale, bias); break;`,
          )
          .join('\n        ')}
      }
    }
  }
}
`;

const vectors = `
typedef float vec __attribute__((vector_size(WIDTH * 4)));
typedef float loose __attribute__((vector_size(WIDTH * 4), aligned(4), may_alias));
#define COLUMNS (2 * WIDTH)
#define DEPTH 384
#define PANEL_SPACE(columns) (DEPTH * ((columns + COLUMNS - 1) / COLUMNS * COLUMNS + COLUMNS) * 4L)
`;

/** One row of A times many columns of B, of which each number is read once: packing would read and write it before. */
function rowKernel(name: string, vectors: number): string {
  const each = (write: (v: number) => string): string => rowsUpTo(vectors).map(write).join(' ');
  return `
static __attribute__((noinline)) void ${name}(long depth, const float *restrict a, const int *restrict columns,
    const float *restrict b, const int *restrict rows, float *restrict c, float scale, const float *restrict bias) {
  ${each((v) => `vec s${v} = {0};`)}
  for (long k = 0; k < depth; k++) {
    const float *p = b + rows[k];
    const vec x = a[columns[k]] - (vec){0};
    ${each((v) => `s${v} += x * *(const loose *)(p + ${v} * WIDTH);`)}
  }
  ${each((v) => `{ vec u = {0}; if (bias) u = *(const loose *)(bias + ${v} * WIDTH); *(loose *)(c + ${v} * WIDTH) = s${v} * scale + u; }`)}
}`;
}

/** Vectors of a row that are summed together, which are enough for a processor not to wait for one of them. */
const rowVectors = [8, 2, 1] as const;

const rows = `
// Up to so many rows, each number of B is used so rarely that it is not packed.
#define FEW_ROWS 3
${rowVectors.map((vectors) => rowKernel(`row${vectors}`, vectors)).join('\n')}
// Columns j0..j1 of a few rows, where the columns of B follow each other.
static void fewRows(long rows, long j0, long j1, long depth, const float *a, const int *aRows, const int *aColumns,
    const float *b, const int *bRows, float scale, const float *bias, float *c, long stride) {
  long j = j0;
  ${rowVectors
    .map(
      (vectors) => `for (; j + ${vectors} * WIDTH <= j1; j += ${vectors} * WIDTH)
    for (long i = 0; i < rows; i++)
      row${vectors}(depth, a + aRows[i], aColumns, b + j, bRows, c + i * stride + j, scale, bias ? bias + j : 0);`,
    )
    .join('\n  ')}
  for (; j < j1; j++)
    for (long i = 0; i < rows; i++) {
      float sum = 0;
      for (long k = 0; k < depth; k++) sum += a[aRows[i] + aColumns[k]] * b[bRows[k] + j];
      c[i * stride + j] = sum * scale + (bias ? bias[j] : 0);
    }
}
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
// The part of a product in rows i0..i1 and columns j0..j1.
static void block(long i0, long i1, long j0, long j1, long depth, const float *a, const int *aRows, const int *aColumns,
    const float *b, const int *bRows, const int *bColumns, int contiguous, const float *packed, int tiles,
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
    for (long i = i0; i < i1; i += ROWS) {
      const int m = i1 - i < ROWS ? (int)(i1 - i) : ROWS;
      int rows[ROWS];
      for (int r = 0; r < ROWS; r++) rows[r] = aRows[i + (r < m ? r : m - 1)];
      for (long j = j0; j < j1; j += COLUMNS) {
        const int n = j1 - j < COLUMNS ? (int)(j1 - j) : COLUMNS;
        (n > WIDTH ? wide : narrow)(d, a, rows, aColumns + k, panels + (j - j0) * d, c + i * stride + j, stride, m, n,
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
    int tiles, long run, long rowRun, float scale, const float *bias, float *c) {
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
      block(0, rows, from, to, depth, a, aRows, aColumns, b, bRows, bColumns, contiguous, packed,
          tiles, scale, bias, c, columns, space[t]);
  } else {
    // Without a packed copy, each part would pack all columns again.
    const parts p = partsOf(rows, UNIT_OF_ROWS(tiles), threads, packed ? columns * depth : 0);
    while (take(t, threads, next, p, &from, &to))
      block(from, to, 0, columns, depth, a, aRows, aColumns, b, bRows, bColumns, contiguous, packed,
          tiles, scale, bias, c, columns, space[t]);
  }
}
`;

/** @param few numbers of columns of the products that have at most `fewColumns`. */
export function productKernels(few: readonly number[]): string {
  const kernels = shapes
    .map(
      ({ width, rows, test }, i) =>
        `#${i === 0 ? 'if' : 'elif'} ${test}\n#define WIDTH ${width}\n#define ROWS ${rows}\n${vectors}${microKernel('wide', rows, 2)}${microKernel('narrow', rows, 1)}`,
    )
    .join('\n');
  return `static float *space[THREADS];\n${kernels}\n#endif\n${few.length > 0 ? `#define FEW${dots(few)}${outer(few)}` : ''}${rows}${tileKernels}${gemm}`;
}
