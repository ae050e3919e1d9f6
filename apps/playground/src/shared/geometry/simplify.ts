/**
 * Reduces the points of a line while keeping its shape (Douglas and Peucker 1973). A drawing is simplified to fit into
 * a link, and never cut off.
 */
import { distance } from './geometry';
import type { Point } from './geometry';

/**
 * @param most upper bound on the number of points, at least 2.
 * @param tolerance the distance by which the line may move at first. It is doubled until few enough points are left.
 */
export function simplified(
  points: readonly Point[],
  most: number,
  tolerance: number,
): readonly Point[] {
  let kept = within(points, tolerance);
  for (let wider = 2 * tolerance; kept.length > most; wider *= 2) kept = within(points, wider);
  return kept;
}

/** @returns both ends, and the points without which the line would move by more than the tolerance. */
function within(points: readonly Point[], tolerance: number): readonly Point[] {
  if (points.length < 3) return points;
  const kept = new Set([0, points.length - 1]);
  const stretches: [number, number][] = [[0, points.length - 1]];
  for (let stretch = stretches.pop(); stretch !== undefined; stretch = stretches.pop()) {
    const [first, last] = stretch;
    let [furthest, away] = [first, tolerance];
    for (let i = first + 1; i < last; i++) {
      const off = distanceTo(points[i]!, points[first]!, points[last]!);
      if (off > away) [furthest, away] = [i, off];
    }
    if (furthest === first) continue;
    kept.add(furthest);
    stretches.push([first, furthest], [furthest, last]);
  }
  return points.filter((_, i) => kept.has(i));
}

/** @returns the distance from a point to a line segment. */
function distanceTo(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  return distance(point, { x: from.x + share * dx, y: from.y + share * dy });
}
