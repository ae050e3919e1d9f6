/** The class with the largest score or probability; the first of equals. */
export function argMax(row: Float32Array | Float64Array | readonly number[]): number {
  return row.indexOf(Math.max(...row));
}
