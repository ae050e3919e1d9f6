/** Paints the moving marks on the plane: the cursor, the line of the journey, the ellipse of a posterior. */
import type { Surface } from '../hooks/use-canvas';
import { clamp } from '../geometry/geometry';
import type { Point } from '../geometry/geometry';
import type { Reconstruction } from '../../worker/protocol/images';

export interface PlaneView {
  /** @returns the position of a latent point on the canvas, in CSS pixels. */
  readonly at: (point: Point) => Point;
  /** CSS pixels per latent unit. */
  readonly scale: number;
}

/** @returns a square view of the plane around `centre` that extends by `reach` latent units to each side. */
export function createView(size: number, centre: Point, reach: number): PlaneView {
  const scale = size / (2 * reach);
  return {
    scale,
    at: ({ x, y }) => ({
      x: (x - centre.x + reach) * scale,
      y: (reach - y + centre.y) * scale,
    }),
  };
}

export function paintCursor(surface: Surface, view: PlaneView, cursor: Point, now: string): void {
  const at = view.at(cursor);
  paintHair(surface, at);
  paintPin(surface, at, now);
}

/** Marks are smaller on a small plane. */
function markScale({ width }: Surface): number {
  return clamp(width / 220, 0.6, 1);
}

/** Paints the hovered point as an open ring with a crosshair, and the cursor at its own point. */
export function paintHover(
  surface: Surface,
  view: PlaneView,
  cursor: Point,
  hover: Point,
  now: string,
): void {
  const { context, color } = surface;
  context.globalAlpha = 0.55;
  paintPin(surface, view.at(cursor), color('--ink'));
  context.globalAlpha = 1;
  const at = view.at(hover);
  const scale = markScale(surface);
  paintHair(surface, at);
  for (const [token, width] of [
    [color('--paper'), 6],
    [color('--ink'), 3.5],
    [now, 2],
  ] as const) {
    context.strokeStyle = token;
    context.lineWidth = width * scale;
    context.beginPath();
    context.arc(at.x, at.y, 9 * scale, 0, 2 * Math.PI);
    context.stroke();
  }
}

/** Paints a crosshair. */
function paintHair({ context, width, height, color }: Surface, { x, y }: Point): void {
  context.strokeStyle = color('--ink');
  context.globalAlpha = 0.4;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, height);
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
  context.globalAlpha = 1;
}

function paintPin(surface: Surface, { x, y }: Point, now: string): void {
  const { context, color } = surface;
  const scale = markScale(surface);
  disc(context, x, y, 11 * scale, color('--paper'));
  disc(context, x, y, 9 * scale, color('--ink'));
  disc(context, x, y, 5.5 * scale, color('--paper'));
  disc(context, x, y, 3.5 * scale, now);
}

export function paintTravel(surface: Surface, view: PlaneView, from: Point, to: Point): void {
  const { context, color } = surface;
  const [a, b] = [view.at(from), view.at(to)];
  for (const [width, token] of [
    [4, '--paper'],
    [1.5, '--ink'],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = color(token);
    context.beginPath();
    context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
    context.stroke();
  }
  for (const [name, { x, y }] of [
    ['A', a],
    ['B', b],
  ] as const) {
    disc(context, x, y, 12, color('--paper'));
    disc(context, x, y, 10, color('--ink'));
    context.fillStyle = color('--paper');
    context.font = "680 12px 'Schibsted Grotesk', Arial, sans-serif";
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(name, x, y + 0.5);
  }
}

/** Paints the ellipses of one and two standard deviations around the mean. */
export function paintPosterior(
  surface: Surface,
  view: PlaneView,
  { mean: [meanX, meanY], deviation: [deviationX, deviationY] }: Reconstruction,
): void {
  const { context, color } = surface;
  const { x, y } = view.at({ x: meanX, y: meanY });
  for (const sigmas of [2, 1]) {
    // The ellipse has a minimum size, so that it stays visible.
    const rx = Math.max(sigmas * 4, sigmas * deviationX * view.scale);
    const ry = Math.max(sigmas * 4, sigmas * deviationY * view.scale);
    context.beginPath();
    context.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI);
    context.fillStyle = color('--paper');
    context.globalAlpha = 0.45;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 3.5;
    context.strokeStyle = color('--paper');
    context.stroke();
    context.lineWidth = sigmas === 1 ? 2 : 1.25;
    context.strokeStyle = color('--ink');
    context.stroke();
  }
  disc(context, x, y, 2, color('--ink'));
}

function disc(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  color: string,
): void {
  context.fillStyle = color;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
