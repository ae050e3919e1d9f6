/**
 * Coordinates along principal components, and back. This is apart from their computation (pca.ts), so that a page that
 * only projects does not load a solver for eigenvalues.
 */
import type { Batch } from '@speil/api';

/** The directions of the largest variance, with the mean. */
export interface PrincipalComponents {
  /** `[width]`. */
  readonly mean: Float64Array;
  /**
   * One unit vector of `width` numbers for each component, in the order of decreasing variance. The largest entry of
   * each is positive.
   */
  readonly components: readonly Float64Array[];
  /** Population variance along each component. */
  readonly variances: readonly number[];
  /** Sum of the variances of all values, which is the error of the mean image. */
  readonly totalVariance: number;
}

/** Computes the coordinates of items along the components, `[n, components]`: the latents of a linear autoencoder. */
export function project({ mean, components }: PrincipalComponents, items: Batch): Batch {
  const [count = 0] = items.shape;
  const width = mean.length;
  const values = new Float32Array(count * components.length);
  for (let row = 0; row < count; row++) {
    components.forEach((component, c) => {
      let sum = 0;
      for (let i = 0; i < width; i++) {
        sum += (items.values[row * width + i]! - mean[i]!) * component[i]!;
      }
      values[row * components.length + c] = sum;
    });
  }
  return { shape: [count, components.length], values };
}

/** Computes items from their coordinates. Without components, every item is the mean. @param shape that of one item. */
export function unproject(
  { mean, components }: PrincipalComponents,
  latents: Batch,
  shape: readonly number[],
): Batch {
  const [count = 0] = latents.shape;
  const width = mean.length;
  const values = new Float32Array(count * width);
  for (let row = 0; row < count; row++) {
    const out = Float64Array.from(mean);
    components.forEach((component, c) => {
      const amount = latents.values[row * components.length + c]!;
      for (let i = 0; i < width; i++) out[i]! += amount * component[i]!;
    });
    values.set(out, row * width);
  }
  return { shape: [count, ...shape], values };
}
