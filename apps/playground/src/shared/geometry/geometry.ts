/** Points of the latent plane, and arithmetic on them. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Rounds to a thousandth, which is finer than a pixel and short in a link. */
export function roundPoint({ x, y }: Point): Point {
  return { x: roundTo(x, 1000), y: roundTo(y, 1000) };
}

/** Rounds to the nearest multiple of `1 / parts`; never to -0. */
export function roundTo(value: number, parts: number): number {
  return Math.round(value * parts) / parts + 0;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** A square of the plane that extends by `extent` to each side of `centre`. */
export interface Square {
  readonly centre: Point;
  readonly extent: number;
}

/** Moves a point into a square. */
export function clampPoint({ x, y }: Point, { centre, extent }: Square): Point {
  return {
    x: clamp(x, centre.x - extent, centre.x + extent),
    y: clamp(y, centre.y - extent, centre.y + extent),
  };
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** @returns the whole numbers from `middle - reach` to `middle + reach`: the ticks of a scale. */
export function wholeWithin(middle: number, reach: number): readonly number[] {
  const first = Math.ceil(middle - reach);
  return Array.from({ length: Math.floor(middle + reach) - first + 1 }, (_, i) => first + i);
}
