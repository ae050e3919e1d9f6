/** The fixed part of every program in C: functions of one number, the threads and, where it is needed, the product. */
import { ln2, polynomials } from '../loops/polynomials.js';
import { productKernels } from './product-kernels.js';

/** The value of a polynomial in C, as `p`. */
const horner = (x: string, [first, ...rest]: readonly number[]): string =>
  [`float p = ${first}f;`, ...rest.map((one) => `p = p * ${x} + ${one}f;`)].join('\n  ');

const functions = `
// Loops with calls are not made of vectors, and in a long program gcc otherwise stops inlining.
#define ALWAYS_INLINE inline __attribute__((always_inline))
static ALWAYS_INLINE float bitsToFloat(int v) { float f; __builtin_memcpy(&f, &v, 4); return f; }
static ALWAYS_INLINE int floatToBits(float v) { int i; __builtin_memcpy(&i, &v, 4); return i; }
// e^x = 2^n e^r with |r| <= ln 2 / 2; the polynomial of degree 6 is that of Cephes' expf.
static ALWAYS_INLINE float expOf(float x) {
  float y = x > 88.72283f ? 88.72283f : x;
  y = y < -104.1f ? -104.1f : y;
  const float n = __builtin_rintf(y * 1.44269504088896341f);
  const float r = (y - n * ${ln2.high}f) - n * ${ln2.low}f;
  ${horner('r', polynomials.exp)}
  p = p * r * r + r + 1.0f;
  // In two factors, since 2^128 and 2^-149 are no normal numbers.
  const int whole = (int)n, half = whole >> 1;
  const float e = p * bitsToFloat((half + 127) << 23) * bitsToFloat((whole - half + 127) << 23);
  const float high = x > 88.72283f ? __builtin_inff() : e;
  return x != x ? x : high;
}
// ln x = n ln 2 + ln m with sqrt(1/2) <= m < sqrt(2); Cephes' logf.
static ALWAYS_INLINE float logOf(float x) {
  const int tiny = x < 1.17549435e-38f;
  const float scaled = tiny ? x * 8388608.0f : x;
  const int bits = floatToBits(scaled);
  float n = (float)(((bits >> 23) & 255) - 126) - (tiny ? 23.0f : 0.0f);
  float m = bitsToFloat((bits & 0x007fffff) | 0x3f000000);
  const int low = m < 0.707106781186547524f;
  n = low ? n - 1.0f : n;
  m = low ? m + m - 1.0f : m - 1.0f;
  const float z = m * m;
  ${horner('m', polynomials.log)}
  float r = m * z * p + ${ln2.low}f * n - 0.5f * z;
  r = r + m + ${ln2.high}f * n;
  r = x == __builtin_inff() ? x : r;
  r = x == 0.0f ? -__builtin_inff() : r;
  return x < 0.0f || x != x ? __builtin_nanf("") : r;
}
// Near 0 the odd polynomial of Cephes' tanhf; elsewhere 1 - 2 / (e^2|x| + 1).
static ALWAYS_INLINE float tanhOf(float x) {
  const float a = x < 0 ? -x : x, z = x * x;
  ${horner('z', polynomials.tanh)}
  const float small = p * z * x + x;
  const float large = 1.0f - 2.0f / (expOf(a + a) + 1.0f);
  const float r = a < 0.625f ? small : (x < 0 ? -large : large);
  return x != x ? x : r;
}
// Divisions by 0 give 0, as tfjs's do; the processor would end the program, as at the smallest number by -1.
static ALWAYS_INLINE int divOf(int a, int b) { return b == 0 ? 0 : b == -1 ? (int)(0u - (unsigned)a) : a / b; }
static ALWAYS_INLINE int modOf(int a, int b) {
  const int r = b == 0 || b == -1 ? 0 : a % b;
  return r != 0 && (r ^ b) < 0 ? r + b : r;
}
static ALWAYS_INLINE long rowOf(long i, long count) { return i < 0 ? i + count : i; }
static ALWAYS_INLINE float signOf(float x) { return x > 0 ? 1.0f : x < 0 ? -1.0f : x; }
`;

/**
 * Threads wait at a barrier: some microseconds in a loop, then some milliseconds letting others have the core, then asleep.
 * On a machine with other work a training of small layers otherwise took ten times as long.
 */
const threads = `
#if THREADS > 1
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
static atomic_int arrived, phase;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t moved = PTHREAD_COND_INITIALIZER;
static void meet(void) {
  const int now = atomic_load(&phase);
  if (atomic_fetch_add(&arrived, 1) == THREADS - 1) {
    atomic_store(&arrived, 0);
    pthread_mutex_lock(&lock);
    atomic_store(&phase, now + 1);
    pthread_cond_broadcast(&moved);
    pthread_mutex_unlock(&lock);
    return;
  }
  for (int i = 0; i < 4000; i++) {
    if (atomic_load_explicit(&phase, memory_order_acquire) != now) return;
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
  // The thread that is waited for may need this core. Some milliseconds, since a step soon follows a step, and waking a
  // thread that sleeps may take as long as a step.
  for (int i = 0; i < 4000; i++) {
    if (atomic_load_explicit(&phase, memory_order_acquire) != now) return;
    sched_yield();
  }
  pthread_mutex_lock(&lock);
  while (atomic_load(&phase) == now) pthread_cond_wait(&moved, &lock);
  pthread_mutex_unlock(&lock);
}
#else
static void meet(void) {}
#endif
static void barrier(void) { if (TEAM > 1) meet(); }
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

/** What a program needs beside its own loops. */
export interface Needs {
  /** How many threads run it. */
  readonly threads: number;
  /** Whether matrix products, which take most of a compilation. */
  readonly hasProducts: boolean;
  /** Numbers of columns of the products that have few. */
  readonly fewColumns: readonly number[];
  /** Whether the batch is open, so that each run says how many items it has. A run with few uses one thread. */
  readonly isOpen: boolean;
}

/** Threads that run the program, items of a run, and whether what is steady must be computed again. */
const extent = `
#ifdef OPEN
static long items;
static int team = THREADS, isChanged;
#define TEAM team
#else
#define TEAM THREADS
#endif
`;

export function preludeOf({
  threads: threadCount,
  hasProducts,
  fewColumns,
  isOpen,
}: Needs): string {
  return `#include <math.h>
#include <stdlib.h>
#include <string.h>
#define THREADS ${threadCount}
${isOpen ? '#define OPEN' : ''}${extent}${floats}${functions}${hasProducts ? productKernels(fewColumns) : ''}${threads}`;
}
