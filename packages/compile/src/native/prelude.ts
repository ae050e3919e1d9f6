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
 * Accumulators are single variables: in an array, gcc kept them in memory. A row of A is read by broadcasts through
 * `rows[r] + columns[k]`, so that nothing of A is packed.
 */
function microKernel(rows: number): string {
  const all = rowsUpTo(rows);
  return `
static __attribute__((noinline)) void micro(long depth, const float *restrict a, const int *restrict rows,
    const int *restrict columns, const float *restrict b, float *restrict c, long stride, int m, int n, int add,
    float scale, const float *restrict bias) {
  ${all.map((r) => `const float *a${r} = a + rows[${r}];`).join(' ')}
  ${all.map((r) => `vec x${r} = {0}, y${r} = {0};`).join(' ')}
  for (long k = 0; k < depth; k++, b += COLUMNS) {
    const long o = columns[k];
    const vec p = *(const vec *)b, q = *(const vec *)(b + WIDTH);
    ${all.map((r) => `{ const vec s = a${r}[o] - (vec){0}; x${r} += s * p; y${r} += s * q; }`).join('\n    ')}
  }
  float t[ROWS * COLUMNS] __attribute__((aligned(64)));
  if (scale != 1) { ${all.map((r) => `x${r} *= scale; y${r} *= scale;`).join(' ')} }
  if (m == ROWS && n == COLUMNS) {
    vec u = {0}, v = {0};
    if (bias) { u = *(const loose *)bias; v = *(const loose *)(bias + WIDTH); }
    ${all
      .map(
        (r) =>
          `{ loose *d = (loose *)(c + ${r} * stride); if (add) { d[0] += x${r}; d[1] += y${r}; } else { d[0] = x${r} + u; d[1] = y${r} + v; } }`,
      )
      .join('\n    ')}
    return;
  }
  ${all.map((r) => `*(vec *)(t + ${r} * COLUMNS) = x${r}; *(vec *)(t + ${r} * COLUMNS + WIDTH) = y${r};`).join('\n  ')}
  for (int r = 0; r < m; r++)
    for (int j = 0; j < n; j++) {
      float *d = c + r * stride + j;
      *d = add ? *d + t[r * COLUMNS + j] : t[r * COLUMNS + j] + (bias ? bias[j] : 0);
    }
}`;
}

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
// The part of a product in rows i0..i1 and columns j0..j1.
static void block(long i0, long i1, long j0, long j1, long depth, const float *a, const int *aRows, const int *aColumns,
    const float *b, const int *bRows, const int *bColumns, int contiguous, float scale, const float *bias, float *c,
    long stride, float *space) {
  for (long k = 0; k < depth; k += DEPTH) {
    const long d = depth - k < DEPTH ? depth - k : DEPTH;
    packB(space, b, bRows + k, bColumns, contiguous, d, j0, j1);
    for (long i = i0; i < i1; i += ROWS) {
      const int m = i1 - i < ROWS ? (int)(i1 - i) : ROWS;
      int rows[ROWS];
      for (int r = 0; r < ROWS; r++) rows[r] = aRows[i + (r < m ? r : m - 1)];
      for (long j = j0; j < j1; j += COLUMNS) {
        const int n = j1 - j < COLUMNS ? (int)(j1 - j) : COLUMNS;
        micro(d, a, rows, aColumns + k, space + (j - j0) * d, c + i * stride + j, stride, m, n, k > 0, scale,
            bias ? bias + j : 0);
      }
    }
  }
}
static void gemm(int t, long rows, long columns, long depth, const float *a, const int *aRows, const int *aColumns,
    const float *b, const int *bRows, const int *bColumns, int contiguous, float scale, const float *bias, float *c) {
  if (columns >= rows) {
    const long part = ((columns + COLUMNS - 1) / COLUMNS + THREADS - 1) / THREADS * COLUMNS;
    const long from = t * part, to = from + part < columns ? from + part : columns;
    if (from < to)
      block(0, rows, from, to, depth, a, aRows, aColumns, b, bRows, bColumns, contiguous, scale, bias, c, columns, space[t]);
  } else {
    const long part = ((rows + ROWS - 1) / ROWS + THREADS - 1) / THREADS * ROWS;
    const long from = t * part, to = from + part < rows ? from + part : rows;
    if (from < to)
      block(from, to, 0, columns, depth, a, aRows, aColumns, b, bRows, bColumns, contiguous, scale, bias, c, columns, space[t]);
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
        `#${i === 0 ? 'if' : 'elif'} ${test}\n#define WIDTH ${width}\n#define ROWS ${rows}\n${products}${microKernel(rows)}`,
    )
    .join('\n');
  const matrices = `static float *space[THREADS];\n${kernels}\n#endif\n${gemm}`;
  return `#include <math.h>
#include <stdlib.h>
#include <string.h>
#define THREADS ${threadCount}
${floats}${functions}${hasProducts ? matrices : ''}${threads}`;
}
