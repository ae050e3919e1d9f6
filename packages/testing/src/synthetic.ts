/** Small synthetic data for tests without a download: pictures of bars that differ only in position and slant. */
import type { Batch, Dataset } from '@speil/api';

/**
 * Grey images of one bright bar each. Position and slant of the bar depend only on the index.
 *
 * @param size number of examples. @param side side of the square images. Default 8.
 */
export function syntheticImages(size: number, side = 8): Dataset {
  const shape = [side, side, 1];
  const pixel = (index: number, y: number, x: number): number => {
    const position = 1 + (index % (side - 2));
    const slant = ((Math.floor(index / (side - 2)) % 5) - 2) / 2;
    const distance = Math.abs(x - position - (slant * (y - side / 2)) / 2);
    return Math.max(0, 1 - distance / 1.5);
  };
  return {
    id: `bars/${size}`,
    size,
    shape,
    fingerprint: size.toString(16).padStart(64, '0'),
    read(indices: ArrayLike<number>): Batch {
      const values = new Float32Array(indices.length * side * side);
      for (let row = 0; row < indices.length; row++) {
        const index = indices[row]!;
        if (!(index >= 0 && index < size)) {
          throw new RangeError(`An index must be below ${size}. Received: ${index}.`);
        }
        for (let y = 0; y < side; y++) {
          for (let x = 0; x < side; x++) {
            values[(row * side + y) * side + x] = pixel(index, y, x);
          }
        }
      }
      return { shape: [indices.length, ...shape], values };
    },
  };
}
