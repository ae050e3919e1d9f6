/** The class with the largest score or probability. On a tie, the first class. */
export function argMax(row: Float32Array | Float64Array | readonly number[]): number {
  return row.indexOf(Math.max(...row));
}
