/**
 * Ink as a list of pen strokes on a square of 256 by 256, y downwards. Whole numbers, and few of them, so that a
 * drawing fits into a link.
 */
import { clamp, distance } from '../geometry';
import type { Point } from '../geometry';

/** Points that the pen passed, at least one. */
export type Stroke = readonly Point[];
export type Strokes = readonly Stroke[];

/** The pad's side in its own units. */
export const padSide = 256;
export const maxStrokes = 24;
export const maxPointsOfStroke = 160;
/** Points of all strokes together: about 2.4 kB of a link. */
export const maxPoints = 900;

/** Pen movements shorter than this are left out. */
const grain = 4;

/** A new stroke that starts at a point, or the same strokes when the pad is full. */
export function beginStroke(strokes: Strokes, at: Point): Strokes {
  if (strokes.length >= maxStrokes || countPoints(strokes) >= maxPoints) return strokes;
  return [...strokes, [snap(at)]];
}

/** The last stroke led on to a point, unless that is too near or the pad is full. */
export function addInk(strokes: Strokes, at: Point): Strokes {
  const last = strokes.at(-1);
  const end = last?.at(-1);
  if (last === undefined || end === undefined) return strokes;
  const point = snap(at);
  if (distance(end, point) < grain) return strokes;
  if (last.length >= maxPointsOfStroke || countPoints(strokes) >= maxPoints) return strokes;
  return [...strokes.slice(0, -1), [...last, point]];
}

export function countPoints(strokes: Strokes): number {
  return strokes.reduce((sum, stroke) => sum + stroke.length, 0);
}

function snap({ x, y }: Point): Point {
  return { x: clamp(Math.round(x), 0, padSide - 1), y: clamp(Math.round(y), 0, padSide - 1) };
}
