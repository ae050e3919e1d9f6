/** Gradients by central differences: a reference that does not depend on any kernel. */

export interface FiniteDifferencesOptions {
  /** Step to each side. Default 1e-3, for functions computed in single precision. */
  readonly step?: number;
}

/**
 * Computes a gradient by central differences.
 *
 * @param f a scalar function, which may be asynchronous. It receives a copy of the point, which it may keep.
 * @param x the point at which the gradient is computed.
 * @returns df/dx, with one value per entry of x. The error is of order step^2.
 */
export async function finiteDifferences(
  f: (x: Float32Array) => number | Promise<number>,
  x: Float32Array,
  { step = 1e-3 }: FiniteDifferencesOptions = {},
): Promise<Float64Array> {
  const gradient = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const up = x.slice();
    const down = x.slice();
    up[i]! += step;
    down[i]! -= step;
    // Use the actual distance between the two points, which are rounded to single precision.
    const distance = up[i]! - down[i]!;
    gradient[i] = ((await f(up)) - (await f(down))) / distance;
  }
  return gradient;
}

/** |a - b| / max(|b|, floor), with Euclidean norms over all entries. */
export function relativeError(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  floor = 1e-6,
): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2;
    size += expected[i]! ** 2;
  }
  return Math.sqrt(difference) / Math.max(Math.sqrt(size), floor);
}
