/**
 * Ink as a list of pen strokes on a square of 256 by 256, y downwards. A drawing must fit into a link: coordinates are
 * whole numbers, and strokes that become too long are simplified while they are being drawn.
 */
import { clamp, distance } from '../geometry/geometry';
import type { Point } from '../geometry/geometry';
import { simplified } from '../geometry/simplify';

/** The points of a stroke, at least one. */
export type Stroke = readonly Point[];
export type Strokes = readonly Stroke[];

/** The pad's side in its own units. */
export const padSide = 256;
/** Upper bound on the strokes; more of them would only cover each other. */
export const maxStrokes = 200;
export const maxPointsOfStroke = 160;
/** Upper bound on the points of all strokes: about 2.4 kB of a link. */
export const maxPoints = 900;

/** Shorter movements of the pen are ignored. */
const grain = 4;

/** @returns the strokes with a new one that starts at a point, or the same strokes if there are already too many. */
export function beginStroke(strokes: Strokes, at: Point): Strokes {
  if (strokes.length >= maxStrokes) return strokes;
  return [...withRoom(strokes), [snap(at)]];
}

/** @returns the strokes with the last one extended to a point, or the same strokes if the point is too near. */
export function addInk(strokes: Strokes, at: Point): Strokes {
  const last = strokes.at(-1);
  const end = last?.at(-1);
  if (last === undefined || end === undefined) return strokes;
  const point = snap(at);
  if (distance(end, point) < grain) return strokes;
  const led = last.length < maxPointsOfStroke ? last : simpler(last);
  return [...withRoom([...strokes.slice(0, -1), led]).slice(0, -1), [...led, point]];
}

/** @returns the strokes, simplified if there is no room for another point. */
function withRoom(strokes: Strokes): Strokes {
  return countPoints(strokes) < maxPoints ? strokes : strokes.map(simpler);
}

/** @returns a stroke simplified to three quarters of its points. */
function simpler(stroke: Stroke): Stroke {
  return simplified(stroke, Math.max(2, Math.floor(0.75 * stroke.length)), 0.5);
}

export function countPoints(strokes: Strokes): number {
  return strokes.reduce((sum, stroke) => sum + stroke.length, 0);
}

function snap({ x, y }: Point): Point {
  return { x: clamp(Math.round(x), 0, padSide - 1), y: clamp(Math.round(y), 0, padSide - 1) };
}
