/** The empty parts of a plane, measured as the distance of each cell to the nearest encoded test digit. */
import type { AtlasLatents, AtlasWindow } from '@speil/api';

/** Number of cells along a side, which is enough for coarse hatching. */
export const holeSide = 48;
/** The distances at which hatching begins and at which it is darkest, as shares of the window's extent. */
const [near, far] = [0.06, 0.3];

/** @returns the distance at each cell's centre, row by row from the top, as shares of the window's extent. */
export function emptiness(
  { x, y }: AtlasLatents,
  { centre, extent }: AtlasWindow,
  side = holeSide,
): Float32Array {
  const distances = new Float32Array(side * side);
  for (let cell = 0; cell < distances.length; cell++) {
    const atX = centre[0] + ((2 * ((cell % side) + 0.5)) / side - 1) * extent;
    const atY = centre[1] + (1 - (2 * (Math.floor(cell / side) + 0.5)) / side) * extent;
    let nearest = Infinity;
    for (let i = 0; i < x.length; i++) {
      nearest = Math.min(nearest, (x[i]! - atX) ** 2 + (y[i]! - atY) ** 2);
    }
    distances[cell] = Math.sqrt(nearest) / extent;
  }
  return distances;
}

/** @returns how dark the hatching is at a distance: 0 near a digit, 1 far from all digits. */
export function darkness(distance: number): number {
  return Math.min(1, Math.max(0, (distance - near) / (far - near)));
}
