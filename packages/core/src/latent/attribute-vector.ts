/** Attribute vectors: the direction of the latent space in which an attribute grows. */
import { InvalidArgumentError, rowOf, sizeOf, stackRows, type Batch } from '@speil/api';

/** Computes the mean of points, `[length]`. @param points `[count, length]`, at least one. */
export function meanPoint(points: Batch): Float32Array {
  const [count = 0, ...shape] = points.shape;
  if (count === 0)
    throw new InvalidArgumentError('A mean needs at least one point. Received: none.');
  const width = sizeOf(shape);
  const sums = new Float64Array(width);
  points.values.forEach((value, i) => (sums[i % width]! += value));
  return Float32Array.from(sums, (sum) => sum / count);
}

/**
 * Computes the direction in which an attribute grows: the mean latent of the quarter of items with the highest amounts,
 * minus that of the quarter with the lowest (attribute vectors of Roberts et al. 2018).
 *
 * @param latents `[n, length]`. @param amounts amount of the attribute in each latent; not all equal.
 * @returns `[length]`; adding it to a latent moves it from a typical low amount to a typical high one.
 */
export function attributeVector(latents: Batch, amounts: ArrayLike<number>): Float32Array {
  const [count = 0] = latents.shape;
  if (amounts.length !== count || count < 2) {
    throw new InvalidArgumentError(
      `An attribute needs one amount for each latent, and at least 2 latents. Received: ${amounts.length} amounts for ${count} latents.`,
    );
  }
  const order = Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => amounts[a]! - amounts[b]! || a - b,
  );
  const quarter = Math.max(1, Math.floor(count / 4));
  const [low, high] = [order.slice(0, quarter), order.slice(-quarter)];
  if (amounts[low.at(-1)!]! >= amounts[high[0]!]!) {
    throw new InvalidArgumentError(
      `An attribute's amounts must differ between its lowest and its highest quarter. Received: ${amounts[low.at(-1)!]!} in both.`,
    );
  }
  const meanLatent = (indices: readonly number[]): Float32Array =>
    meanPoint(
      stackRows(
        indices.map((index) => rowOf(latents, index)),
        latents.shape.slice(1),
      ),
    );
  const [from, to] = [meanLatent(low), meanLatent(high)];
  return to.map((value, i) => value - from[i]!);
}
