/**
 * A line with fewer points that looks the same (Douglas and Peucker 1973). What a hand draws is as long as it likes: it is
 * made simpler where a link has room for less, never cut.
 */
import { distance } from './geometry';
import type { Point } from './geometry';

/**
 * @param most points that are kept at most, 2 or more.
 * @param tolerance how far the line may move at first; doubled until the points are few enough.
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

/** The points without which the line would move by more than the tolerance. Ends stay. */
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

/** From a point to a straight stretch. */
function distanceTo(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  return distance(point, { x: from.x + share * dx, y: from.y + share * dy });
}
