/**
 * Rasterises strokes to 28 by 28 grey values, prepared like MNIST's digits: the ink is scaled to fit a box of 20 by 20
 * pixels, and its centre of mass is moved to the middle (LeCun et al. 1998), or as close to it as possible without
 * losing ink at an edge.
 */
import { pictureSide } from '../../worker/protocol/images';
import { clamp } from '../geometry/geometry';
import type { Stroke, Strokes } from './strokes';

/** The picture's side in pixels. */
export const side = pictureSide;
const box = 20;
/** Half the width of the pen and half the width of its soft edge, in pixels. */
const penRadius = 1.15;
const softness = 0.75;
/** Upper bound on pixels per unit of the pad, so that a dot does not become a blot. */
const maxScale = 0.2;

/** @returns 784 values from 0 (paper) to 255 (ink), row by row; all 0 for no strokes. */
export function rasterise(strokes: Strokes): Uint8Array {
  const points = strokes.flat();
  if (points.length === 0) return new Uint8Array(side * side);
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const scale = Math.min(maxScale, (box - 2 * penRadius) / Math.max(width, height, 1));
  const place = (stroke: Stroke, dx: number, dy: number): Stroke =>
    stroke.map(({ x, y }) => ({
      x: (x - left - width / 2) * scale + side / 2 + dx,
      y: (y - top - height / 2) * scale + side / 2 + dy,
    }));
  const centred = paint(strokes.map((stroke) => place(stroke, 0, 0)));
  const mass = centreOfMass(centred, side);
  const shift = (middle: number, size: number): number => {
    const room = (side - size * scale) / 2 - penRadius - softness;
    return clamp(side / 2 - middle, -room, room);
  };
  return paint(strokes.map((stroke) => place(stroke, shift(mass.x, width), shift(mass.y, height))));
}

function paint(strokes: Strokes): Uint8Array {
  const picture = new Uint8Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const away = distanceToInk(strokes, column + 0.5, row + 0.5);
      const ink = clamp((penRadius + softness - away) / (2 * softness), 0, 1);
      picture[row * side + column] = Math.round(255 * ink);
    }
  }
  return picture;
}

function distanceToInk(strokes: Strokes, x: number, y: number): number {
  let nearest = Infinity;
  for (const stroke of strokes) {
    for (let i = 0; i < stroke.length; i++) {
      const a = stroke[Math.max(0, i - 1)]!;
      const b = stroke[i]!;
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const length = dx * dx + dy * dy;
      const t = length === 0 ? 0 : clamp(((x - a.x) * dx + (y - a.y) * dy) / length, 0, 1);
      nearest = Math.min(nearest, Math.hypot(x - a.x - t * dx, y - a.y - t * dy));
    }
  }
  return nearest;
}

/** @param width the width of a row. @returns the centre of mass, in pixels from the top left corner. */
export function centreOfMass(picture: Uint8Array, width: number): { x: number; y: number } {
  let [sum, sumX, sumY] = [0, 0, 0];
  picture.forEach((ink, index) => {
    sum += ink;
    sumX += ink * ((index % width) + 0.5);
    sumY += ink * (Math.floor(index / width) + 0.5);
  });
  return { x: sumX / sum, y: sumY / sum };
}
