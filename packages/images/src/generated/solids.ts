/**
 * The solids of a rendered scene and where a ray meets them. This file uses only sums, products, quotients and square
 * roots, which give the same bits on every machine. The trigonometric functions of two machines may differ in the last
 * bit.
 */

// No destructuring of vectors in this file: rays are the inner loop, and an iterator for each makes it half as fast.
export type Vector = readonly [x: number, y: number, z: number];

export interface Hit {
  /** Distance along the ray, in lengths of its direction. */
  readonly t: number;
  /** Outward, length 1. */
  readonly normal: Vector;
}

/**
 * A solid that stands on the floor, y = 0, at the origin.
 *
 * @param origin the origin of the ray. @param direction its direction, of any length.
 * @returns the first hit in front of the origin, or undefined.
 */
export type Intersect = (origin: Vector, direction: Vector, radius: number) => Hit | undefined;

/** Hits nearer than this belong to the surface that the ray starts from. */
const nearest = 1e-4;

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export function normalize(vector: Vector): Vector {
  const x = vector[0];
  const y = vector[1];
  const z = vector[2];
  const length = Math.sqrt(x * x + y * y + z * z);
  return [x / length, y / length, z / length];
}

/** The smaller solution of a t^2 + 2 b t + c = 0 that is accepted. */
function solve(
  a: number,
  b: number,
  c: number,
  accept: (t: number) => boolean,
): number | undefined {
  const root = b * b - a * c;
  if (root < 0 || a === 0) return undefined;
  const width = Math.sqrt(root);
  const first = (a > 0 ? -b - width : -b + width) / a;
  if (first > nearest && accept(first)) return first;
  const second = (a > 0 ? -b + width : -b - width) / a;
  return second > nearest && accept(second) ? second : undefined;
}

const sphere: Intersect = (origin, direction, r) => {
  const x = origin[0];
  const y = origin[1];
  const z = origin[2];
  const u = direction[0];
  const v = direction[1];
  const w = direction[2];
  const h = y - r;
  const a = u * u + v * v + w * w;
  const t = solve(a, x * u + h * v + z * w, x * x + h * h + z * z - r * r, () => true);
  if (t === undefined) return undefined;
  return { t, normal: [(x + t * u) / r, (h + t * v) / r, (z + t * w) / r] };
};

/** Cosine and sine of the cube's rotation about the vertical axis, a 3-4-5 triangle. */
const [cosine, sine] = [0.8, 0.6];

const cube: Intersect = (origin, direction, r) => {
  const x = origin[0];
  const y = origin[1];
  const z = origin[2];
  const u = direction[0];
  const v = direction[1];
  const w = direction[2];
  const half = 0.8 * r;
  const o: Vector = [cosine * x + sine * z, y - half, cosine * z - sine * x];
  const d: Vector = [cosine * u + sine * w, v, cosine * w - sine * u];
  let enter = -Infinity;
  let leave = Infinity;
  let axis = 0;
  for (let i = 0; i < 3; i++) {
    const one = (-half - o[i]!) / d[i]!;
    const other = (half - o[i]!) / d[i]!;
    const first = Math.min(one, other);
    if (first > enter) {
      enter = first;
      axis = i;
    }
    leave = Math.min(leave, Math.max(one, other));
  }
  if (enter > leave || enter <= nearest) return undefined;
  const sign = d[axis]! > 0 ? -1 : 1;
  const normal: Vector =
    axis === 1
      ? [0, sign, 0]
      : axis === 0
        ? [sign * cosine, 0, sign * sine]
        : [-sign * sine, 0, sign * cosine];
  return { t: enter, normal };
};

const cylinder: Intersect = (origin, direction, r) => {
  const x = origin[0];
  const y = origin[1];
  const z = origin[2];
  const u = direction[0];
  const v = direction[1];
  const w = direction[2];
  const [radius, height] = [0.78 * r, 1.8 * r];
  const side = solve(
    u * u + w * w,
    x * u + z * w,
    x * x + z * z - radius * radius,
    (t) => y + t * v >= 0 && y + t * v <= height,
  );
  const top = (height - y) / v;
  const [px, pz] = [x + top * u, z + top * w];
  const meetsTop = top > nearest && px * px + pz * pz <= radius * radius;
  if (meetsTop && (side === undefined || top < side)) return { t: top, normal: [0, 1, 0] };
  if (side === undefined) return undefined;
  return { t: side, normal: [(x + side * u) / radius, 0, (z + side * w) / radius] };
};

const cone: Intersect = (origin, direction, r) => {
  const x = origin[0];
  const y = origin[1];
  const z = origin[2];
  const u = direction[0];
  const v = direction[1];
  const w = direction[2];
  const height = 2 * r;
  // On the surface, x^2 + z^2 = k^2 (height - y)^2.
  const k = 0.45;
  const h = height - y;
  const t = solve(
    u * u + w * w - k * k * v * v,
    x * u + z * w + k * k * h * v,
    x * x + z * z - k * k * h * h,
    (at) => y + at * v >= 0 && y + at * v <= height,
  );
  if (t === undefined) return undefined;
  const [px, py, pz] = [x + t * u, height - y - t * v, z + t * w];
  return { t, normal: normalize([px, k * k * py, pz]) };
};

export const solids = { sphere, cube, cylinder, cone } as const;
