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

/** Ticks of a scale at most. */
const mostTicks = 10;

/** A tick of a scale. Every second one has a number. */
export interface Tick {
  readonly value: number;
  readonly isNumbered: boolean;
}

/** @returns the ticks of a scale from `middle - reach` to `middle + reach`, at steps of 1, 2 or 5 times a power of ten. */
export function ticksWithin(middle: number, reach: number): readonly Tick[] {
  const power = 10 ** Math.floor(Math.log10((2 * reach) / mostTicks));
  const step = [1, 2, 5, 10]
    .map((factor) => factor * power)
    .find((size) => (2 * reach) / size <= mostTicks)!;
  const first = Math.ceil((middle - reach) / step);
  const count = Math.floor((middle + reach) / step) - first + 1;
  return Array.from({ length: count }, (_, i) => ({
    value: roundTo((first + i) * step, 1000),
    isNumbered: (first + i) % 2 === 0,
  }));
}
