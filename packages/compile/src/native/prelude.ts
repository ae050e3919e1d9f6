/**
 * The fixed part of every program in C: vectors, functions of one number, the matrix product and the threads. Vectors
 * are those of GCC and Clang, so that one text gives AVX-512, AVX2 and NEON.
 */

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

const dots = `
static inline float sumOf(vec v) {
  float t[WIDTH] __attribute__((aligned(64)));
  *(vec *)t = v;
  for (int half = WIDTH / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) t[i] += t[i + half];
  return t[0];
}
${rowsUpTo(fewColumns)
  .map((c) => dotKernel(c + 1))
  .join('')}
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
      ${rowsUpTo(fewColumns)
        .map(
          (c) =>
            `case ${c + 1}: dots${c + 1}(depth, a, rows, aColumns, space, d, m, scale, bias); break;`,
        )
        .join('\n      ')}
    }
  }
}
`;

const functions = `
static inline float bitsToFloat(int v) { float f; __builtin_memcpy(&f, &v, 4); return f; }
static inline int floatToBits(float v) { int i; __builtin_memcpy(&i, &v, 4); return i; }
// e^x = 2^n e^r with |r| <= ln 2 / 2; the polynomial of degree 6 is that of Cephes' expf.
static inline float expOf(float x) {
  float y = x > 88.72283f ? 88.72283f : x;
  y = y < -103.97f ? -103.97f : y;
  const float n = __builtin_rintf(y * 1.44269504088896341f);
  const float r = (y - n * 0.693359375f) + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  // In two factors, since 2^128 and 2^-149 are no normal numbers.
  const int whole = (int)n, half = whole >> 1;
  const float e = p * bitsToFloat((half + 127) << 23) * bitsToFloat((whole - half + 127) << 23);
  const float high = x > 88.72283f ? __builtin_inff() : e;
  return x != x ? x : high;
}
// ln x = n ln 2 + ln m with sqrt(1/2) <= m < sqrt(2); Cephes' logf.
static inline float logOf(float x) {
  const int tiny = x < 1.17549435e-38f;
  const float scaled = tiny ? x * 8388608.0f : x;
  const int bits = floatToBits(scaled);
  float n = (float)(((bits >> 23) & 255) - 126) - (tiny ? 23.0f : 0.0f);
  float m = bitsToFloat((bits & 0x007fffff) | 0x3f000000);
  const int low = m < 0.707106781186547524f;
  n = low ? n - 1.0f : n;
  m = low ? m + m - 1.0f : m - 1.0f;
  const float z = m * m;
  float p = 7.0376836292e-2f;
  p = p * m - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  float r = m * z * p - 2.12194440e-4f * n - 0.5f * z;
  r = r + m + 0.693359375f * n;
  r = x == __builtin_inff() ? x : r;
  r = x == 0.0f ? -__builtin_inff() : r;
  return x < 0.0f || x != x ? __builtin_nanf("") : r;
}
// Near 0 the odd polynomial of Cephes' tanhf; elsewhere 1 - 2 / (e^2|x| + 1).
static inline float tanhOf(float x) {
  const float a = x < 0 ? -x : x, z = x * x;
  float p = -5.70498872745e-3f;
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  const float small = p * z * x + x;
  const float large = 1.0f - 2.0f / (expOf(a + a) + 1.0f);
  const float r = a < 0.625f ? small : (x < 0 ? -large : large);
  return x != x ? x : r;
}
static inline long rowOf(long i, long count) { return i < 0 ? i + count : i; }
static inline float signOf(float x) { return x > 0 ? 1.0f : x < 0 ? -1.0f : x; }
`;

const products = `
typedef float vec __attribute__((vector_size(WIDTH * 4)));
typedef float loose __attribute__((vector_size(WIDTH * 4), aligned(4), may_alias));
#define COLUMNS (2 * WIDTH)
#define DEPTH 384
`;

const gemm = `
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
    float *to) {
  const long panels = (columns + COLUMNS - 1) / COLUMNS, part = (panels + THREADS - 1) / THREADS;
  const long from = t * part * COLUMNS, end = from + part * COLUMNS < columns ? from + part * COLUMNS : columns;
  if (from < end)
    for (long k = 0; k < depth; k += DEPTH) {
      const long d = depth - k < DEPTH ? depth - k : DEPTH;
      packB(to + k * panels * COLUMNS + from * d, b, rows + k, places, contiguous, d, from, end);
    }
}
// The part of a product in rows i0..i1 and columns j0..j1.
static void block(long i0, long i1, long j0, long j1, long depth, const float *a, const int *aRows, const int *aColumns,
    const float *b, const int *bRows, const int *bColumns, int contiguous, const float *packed, float scale,
    const float *bias, float *c, long stride, float *space) {
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
static void gemm(int t, long rows, long columns, long depth, const float *a, const int *aRows, const int *aColumns,
    const float *b, const int *bRows, const int *bColumns, int contiguous, const float *packed,
    long run, float scale, const float *bias, float *c) {
  // Places of A that follow each other, whole vectors of them.
  if (run > 0 && run % WIDTH == 0 && columns * depth <= DEPTH * COLUMNS) {
    const long part = (rows + THREADS - 1) / THREADS, from = t * part, to = from + part < rows ? from + part : rows;
    if (from < to)
      dots(from, to, columns, depth, a, aRows, aColumns, b, bRows, bColumns, scale, bias, c, space[t]);
  } else if (columns >= rows) {
    const long part = ((columns + COLUMNS - 1) / COLUMNS + THREADS - 1) / THREADS * COLUMNS;
    const long from = t * part, to = from + part < columns ? from + part : columns;
    if (from < to)
      block(0, rows, from, to, depth, a, aRows, aColumns, b, bRows, bColumns, contiguous, packed,
          scale, bias, c, columns, space[t]);
  } else {
    const long part = ((rows + ROWS - 1) / ROWS + THREADS - 1) / THREADS * ROWS;
    const long from = t * part, to = from + part < rows ? from + part : rows;
    if (from < to)
      block(from, to, 0, columns, depth, a, aRows, aColumns, b, bRows, bColumns, contiguous, packed,
          scale, bias, c, columns, space[t]);
  }
}
`;

/** Threads wait at a barrier: some microseconds in a loop, then asleep, since a core may be taken by others. */
const threads = `
#if THREADS > 1
#include <pthread.h>
#include <stdatomic.h>
static atomic_int arrived, phase;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t moved = PTHREAD_COND_INITIALIZER;
static void barrier(void) {
  const int now = atomic_load(&phase);
  if (atomic_fetch_add(&arrived, 1) == THREADS - 1) {
    atomic_store(&arrived, 0);
    pthread_mutex_lock(&lock);
    atomic_store(&phase, now + 1);
    pthread_cond_broadcast(&moved);
    pthread_mutex_unlock(&lock);
    return;
  }
  for (int i = 0; i < 20000; i++) {
    if (atomic_load_explicit(&phase, memory_order_acquire) != now) return;
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
  pthread_mutex_lock(&lock);
  while (atomic_load(&phase) == now) pthread_cond_wait(&moved, &lock);
  pthread_mutex_unlock(&lock);
}
#else
static void barrier(void) {}
#endif
`;

/** Denormal numbers count as 0, as in the other engines: arithmetic with them is a hundred times slower. */
const floats = `
#if defined(__x86_64__)
static unsigned flushDenormals(void) {
  const unsigned before = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(before | 0x8040);
  return before;
}
static void restoreFloats(unsigned before) { __builtin_ia32_ldmxcsr(before); }
#elif defined(__aarch64__)
static unsigned long flushDenormals(void) {
  unsigned long before;
  __asm__ volatile("mrs %0, fpcr" : "=r"(before));
  __asm__ volatile("msr fpcr, %0" : : "r"(before | (1ul << 24)));
  return before;
}
static void restoreFloats(unsigned long before) { __asm__ volatile("msr fpcr, %0" : : "r"(before)); }
#else
static int flushDenormals(void) { return 0; }
static void restoreFloats(int before) { (void)before; }
#endif
`;

/**
 * @param threadCount how many threads run a program.
 * @param hasProducts whether the matrix product is needed, which takes most of a compilation.
 */
export function preludeOf(threadCount: number, hasProducts: boolean): string {
  const kernels = shapes
    .map(
      ({ width, rows, test }, i) =>
        `#${i === 0 ? 'if' : 'elif'} ${test}\n#define WIDTH ${width}\n#define ROWS ${rows}\n${products}${microKernel('wide', rows, 2)}${microKernel('narrow', rows, 1)}`,
    )
    .join('\n');
  const matrices = `static float *space[THREADS];\n${kernels}\n#endif\n${dots}${gemm}`;
  return `#include <math.h>
#include <stdlib.h>
#include <string.h>
#define THREADS ${threadCount}
${floats}${functions}${hasProducts ? matrices : ''}${threads}`;
}
