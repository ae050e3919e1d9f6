/** Nearest neighbours in a latent space. */
import { InvalidArgumentError, sizeOf, type Batch } from '@speil/api';

/** One of the nearest vectors. */
export interface Neighbour {
  /** Its position among the vectors. */
  readonly index: number;
  /** The Euclidean distance. */
  readonly distance: number;
}

/** Finds the rows of `latents` (`[n, length]`) that are nearest to a point: at most `count`, nearest first. */
export function nearestNeighbours(latents: Batch, point: Float32Array, count = 1): Neighbour[] {
  const [rows = 0, ...shape] = latents.shape;
  const width = sizeOf(shape);
  if (width !== point.length) {
    throw new InvalidArgumentError(
      `The point must have ${width} values, as the latents have. Received: ${point.length}.`,
    );
  }
  const all = Array.from({ length: rows }, (_, index) => {
    let squares = 0;
    for (let i = 0; i < width; i++)
      squares += (latents.values[index * width + i]! - point[i]!) ** 2;
    return { index, distance: Math.sqrt(squares) };
  });
  return all.sort((a, b) => a.distance - b.distance || a.index - b.index).slice(0, count);
}
