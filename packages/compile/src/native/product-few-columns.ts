/** Products with few columns in C: a tile of the micro-kernel would be mostly empty. */
import { upTo } from './up-to.js';

/** Up to so many columns of B, rows of A are multiplied with each as whole vectors. */
export const fewColumns = 4;
/** Rows at a time, so that sums do not wait for each other. */
const dotRows = 4;

/** Products of rows of A with few columns: a tile of the micro-kernel would be mostly empty. */
function dotKernel(columns: number): string {
  const pairs = upTo(dotRows).flatMap((r) => upTo(columns).map((c) => ({ r, c })));
  return `
static __attribute__((noinline)) void dots${columns}(long depth, const float *restrict a, const int *restrict rows,
    const int *restrict places, const float *restrict b, float *restrict c, int m, float scale,
    const float *restrict bias) {
  ${upTo(dotRows)
    .map((r) => `const float *a${r} = a + rows[${r}];`)
    .join(' ')}
  ${pairs.map(({ r, c }) => `vec s${r}${c} = {0};`).join(' ')}
  for (long k = 0; k < depth; k += WIDTH) {
    const long o = places[k];
    ${upTo(columns)
      .map((c) => `const vec b${c} = *(const loose *)(b + ${c} * depth + k);`)
      .join(' ')}
    ${upTo(dotRows)
      .map(
        (r) =>
          `{ const vec v = *(const loose *)(a${r} + o); ${upTo(columns)
            .map((c) => `s${r}${c} += v * b${c};`)
            .join(' ')} }`,
      )
      .join('\n    ')}
  }
  const float sums[] = {${pairs.map(({ r, c }) => `sumOf(s${r}${c})`).join(', ')}};
  for (int i = 0; i < m * ${columns}; i++) c[i] = sums[i] * scale + (bias ? bias[i % ${columns}] : 0);
}`;
}

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
    upTo(tiles)
      .flatMap((t) => upTo(columns).map((c) => write(String(t), c)))
      .join(' ');
  const withTiles = (tiles: number): string => `
static __attribute__((noinline)) void outer${columns}(long depth, const float *restrict a, const int *restrict rows,
    const int *restrict places, const float *restrict b, float *restrict c, int m, int add, float scale,
    const float *restrict bias) {
  ${each((t, j) => `vec s${t}${j} = {0};`, tiles)}
  for (long k = 0; k < depth; k++, b += ${columns}) {
    const float *p = a + places[k];
    ${upTo(tiles)
      .map(
        (t) =>
          `{ const vec v = *(const loose *)(p + rows[${t}]); ${upTo(columns)
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

/** @param columns numbers of columns for which there are kernels; if there are none, the text is empty. */
export const fewColumnKernels = (columns: readonly number[]): string =>
  columns.length > 0 ? `#define FEW${dots(columns)}${outer(columns)}` : '';
