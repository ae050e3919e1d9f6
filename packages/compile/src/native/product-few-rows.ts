/** Products with few rows in C, which read each number of B once and do not pack it. */
import { upTo } from './up-to.js';

/** One row of A times many columns of B, of which each number is read once: packing would read and write it before. */
function rowKernel(name: string, vectors: number): string {
  const each = (write: (v: number) => string): string => upTo(vectors).map(write).join(' ');
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

export const fewRowKernels = `
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
