/**
 * Draws one picture of a shape from its factors. The same factors always give the same bytes. This is pure arithmetic,
 * and also runs in browsers.
 */

export const side = 32;

/** For each shape, whether a point is inside it. The point is in the shape's own coordinates, whose extent is 1. */
const inside: readonly ((x: number, y: number) => boolean)[] = [
  // A square.
  (x, y) => Math.abs(x) <= 0.7 && Math.abs(y) <= 0.7,
  // An ellipse with semi-axes 1 and .55.
  (x, y) => x * x + (y / 0.55) ** 2 <= 1,
  // A heart, the sextic (x^2 + y^2 - 1)^3 = x^2 y^3, scaled into the unit circle.
  (x, y) => {
    const [u, v] = [1.5 * x, -1.5 * y];
    return (u * u + v * v - 1) ** 3 <= u * u * v * v * v;
  },
];

export interface ShapePose {
  /** 0 for a square, 1 for an ellipse, 2 for a heart. */
  readonly shape: number;
  /** Number of pixels from the centre to the outermost point. */
  readonly radius: number;
  /** In radians. */
  readonly angle: number;
  /** Centre in pixels, from the left and from the top. */
  readonly x: number;
  readonly y: number;
}

/**
 * Number of sampled points per pixel and axis. Their mean is the pixel's value, so edges are smooth and a shift of half
 * a pixel is visible.
 */
const points = 3;

/**
 * Computes the fraction of each pixel that the shape covers.
 *
 * @returns `[side, side]`, multiples of 1/9 from 0 to 1.
 */
export function coverage({ shape, radius, angle, x, y }: ShapePose): Float32Array {
  const covered = new Float32Array(side * side);
  const test = inside[shape]!;
  const [cosine, sine] = [Math.cos(angle) / radius, Math.sin(angle) / radius];
  const [left, top] = [x, y].map((centre) => Math.max(0, Math.floor(centre - radius)));
  const [right, bottom] = [x, y].map((centre) => Math.min(side - 1, Math.ceil(centre + radius)));
  for (let row = top!; row <= bottom!; row++) {
    for (let column = left!; column <= right!; column++) {
      let hits = 0;
      for (let i = 0; i < points * points; i++) {
        const dx = column + ((i % points) + 0.5) / points - x;
        const dy = row + (Math.floor(i / points) + 0.5) / points - y;
        if (test(dx * cosine + dy * sine, dy * cosine - dx * sine)) hits++;
      }
      covered[row * side + column] = hits / (points * points);
    }
  }
  return covered;
}
