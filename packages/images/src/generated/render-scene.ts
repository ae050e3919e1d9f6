/** Renders one solid on a floor before a wall, in the light of a lamp: ray casting with soft shadows. The same factors give the same bytes. */
import { dot, normalize, solids, type Intersect, type Vector } from './solids.js';

/** Side of a rendered picture, in pixels. */
export const sceneSide = 64;

export interface Scene {
  readonly solid: keyof typeof solids;
  /** Half the height of a sphere, in the units of the scene; about a quarter of the picture's width at 0.6. */
  readonly radius: number;
  /** Centre on the floor: to the right, and towards the camera. */
  readonly x: number;
  readonly z: number;
  /** Share of light that is reflected, linear, 0 to 1: red, green, blue. */
  readonly colour: Vector;
  readonly floor: Vector;
  readonly wall: Vector;
  readonly lamp: Vector;
}

const eye: Vector = [0, 1.9, 4.6];
const target: Vector = [0, 0.62, 0];
/** Tangent of half the field of view. */
const spread = 0.32;
const wallDepth = -2.2;
const forward = normalize([target[0] - eye[0], target[1] - eye[1], target[2] - eye[2]]);
const upward: Vector = [0, -forward[2], forward[1]];

/** Light from everywhere, and from the lamp. */
const [ambient, direct] = [0.3, 0.75];
/** Half the side of the lamp, whose corners cast the shadows. */
const lampSize = 0.25;
const lampPoints: readonly Vector[] = [
  [-lampSize, 0, -lampSize],
  [lampSize, 0, -lampSize],
  [-lampSize, 0, lampSize],
  [lampSize, 0, lampSize],
];

/** What a ray hits. */
const [onWall, onFloor, onSolid] = [0, 1, 2];

/** @returns `[side, side, 3]`, 0 to 1, multiples of 1/255. */
export function renderScene(scene: Scene): Float32Array {
  const side = sceneSide;
  const trace = tracer(scene);
  const colours = new Float64Array(side * side * 3);
  const surfaces = new Uint8Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const i = row * side + column;
      surfaces[i] = trace(column + 0.5, row + 0.5, colours, 3 * i);
    }
  }
  const sample = new Float64Array(3);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      if (!isEdge(surfaces, row, column)) continue;
      const at = 3 * (row * side + column);
      colours.fill(0, at, at + 3);
      for (let k = 0; k < points * points; k++) {
        trace(column + offset(k % points), row + offset(Math.floor(k / points)), sample, 0);
        for (let c = 0; c < 3; c++) colours[at + c]! += sample[c]! / points ** 2;
      }
    }
  }
  const picture = new Float32Array(colours.length);
  for (let i = 0; i < picture.length; i++) picture[i] = toByte(colours[i]!);
  return picture;
}

/** Rays per edge pixel and axis. */
const points = 3;
const offset = (k: number): number => (k + 0.5) / points;

/** A gamma of 2: the square root is exact on every machine. */
function toByte(linear: number): number {
  return Math.round(Math.sqrt(Math.min(1, linear)) * 255) / 255;
}

/** Whether a pixel or one of its four neighbours, but not all of them, shows the solid. */
function isEdge(surfaces: Uint8Array, row: number, column: number): boolean {
  const i = row * sceneSide + column;
  const here = surfaces[i] === onSolid;
  const differs = (there: boolean, by: number): boolean =>
    there && (surfaces[i + by] === onSolid) !== here;
  return (
    differs(column > 0, -1) ||
    differs(column < sceneSide - 1, 1) ||
    differs(row > 0, -sceneSide) ||
    differs(row < sceneSide - 1, sceneSide)
  );
}

/** Normals of the floor and of the wall. */
const above: Vector = [0, 1, 0];
const ahead: Vector = [0, 0, 1];

/** @returns a function that writes the linear colour at a position in pixels, and returns the surface that is seen there. */
function tracer(scene: Scene) {
  const intersect: Intersect = solids[scene.solid];
  const { radius, x, z, lamp } = scene;
  const from: Vector = [eye[0] - x, eye[1], eye[2] - z];
  return (column: number, row: number, into: Float64Array, at: number): number => {
    const u = ((2 * column) / sceneSide - 1) * spread;
    const v = (1 - (2 * row) / sceneSide) * spread;
    const direction: Vector = [u, forward[1] + v * upward[1], forward[2] + v * upward[2]];
    const hit = isNear(from, direction, radius, 0) ? intersect(from, direction, radius) : undefined;
    const toFloor = direction[1] < 0 ? -eye[1] / direction[1] : Infinity;
    const toWall = (wallDepth - eye[2]) / direction[2];
    const surface = hit !== undefined ? onSolid : toFloor < toWall ? onFloor : onWall;
    const t = hit?.t ?? Math.min(toFloor, toWall);
    const point: Vector = [
      from[0] + t * direction[0],
      from[1] + t * direction[1],
      from[2] + t * direction[2],
    ];
    const normal: Vector = hit?.normal ?? (surface === onFloor ? above : ahead);
    const toLamp = normalize([lamp[0] - x - point[0], lamp[1] - point[1], lamp[2] - z - point[2]]);
    const facing = Math.max(0, dot(normal, toLamp));
    const isSolid = surface === onSolid;
    const lit = isSolid ? facing : facing * visibility(point, scene, intersect);
    const near = surface === onFloor ? occlusion(point, radius) : 1;
    const albedo = isSolid ? scene.colour : surface === onFloor ? scene.floor : scene.wall;
    const shine = isSolid ? highlight(direction, normal, toLamp) : 0;
    const light = ambient * near + direct * lit;
    into[at] = albedo[0] * light + shine;
    into[at + 1] = albedo[1] * light + shine;
    into[at + 2] = albedo[2] * light + shine;
    return surface;
  };
}

/** The share of the lamp that a point sees past the solid. @param point relative to the solid's position. */
function visibility(point: Vector, { radius, x, z, lamp }: Scene, intersect: Intersect): number {
  const middle: Vector = [lamp[0] - x - point[0], lamp[1] - point[1], lamp[2] - z - point[2]];
  if (!isNear(point, middle, radius, lampSize)) return 1;
  let seen = 0;
  for (const [dx, dy, dz] of lampPoints) {
    const way: Vector = [
      lamp[0] + dx - x - point[0],
      lamp[1] + dy - point[1],
      lamp[2] + dz - z - point[2],
    ];
    const hit = intersect(point, way, radius);
    if (hit === undefined || hit.t > 1) seen++;
  }
  return seen / lampPoints.length;
}

/** Whether a ray passes within the sphere around a solid, enlarged by `more`: a quick test before the exact one. */
function isNear(origin: Vector, direction: Vector, radius: number, more: number): boolean {
  const x = origin[0];
  const h = origin[1] - radius;
  const z = origin[2];
  const u = direction[0];
  const v = direction[1];
  const w = direction[2];
  const around = 1.4 * radius + more;
  const b = x * u + h * v + z * w;
  return b * b >= (u * u + v * v + w * w) * (x * x + h * h + z * z - around * around);
}

/** The share of the surrounding light that reaches the floor beside the solid. */
function occlusion(point: Vector, radius: number): number {
  const distance = (point[0] * point[0] + point[2] * point[2]) / (radius * radius);
  return 1 - 0.45 / (1 + distance * distance);
}

/** The reflection of the lamp (Blinn 1977), exponent 32. */
function highlight(direction: Vector, normal: Vector, toLamp: Vector): number {
  const [x, y, z] = normalize(direction);
  const half = normalize([toLamp[0] - x, toLamp[1] - y, toLamp[2] - z]);
  let power = Math.max(0, dot(normal, half));
  for (let i = 0; i < 5; i++) power *= power;
  return 0.25 * power;
}
