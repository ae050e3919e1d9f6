/**
 * Paints each test digit at the point where it is encoded, as a small numeral of its class in the colour of the class.
 */
import type { AtlasLatents, AtlasWindow } from '@speil/api';
import type { Surface } from '../hooks/use-canvas';
import { clamp } from '../geometry/geometry';
import type { Point } from '../geometry/geometry';
import { offscreen } from './tint';

const classes = Array.from({ length: 10 }, (_, label) => label);

/** Paints items as numerals of their classes; as dots if there is only one class, which has no name. */
export function paintItems(
  surface: Surface,
  latents: AtlasLatents,
  atlas: AtlasWindow & { readonly classNames: readonly string[] },
  hidden: readonly number[],
): void {
  if (atlas.classNames.length > 1) paintScatter(surface, latents, atlas, hidden);
  else paintPoints(surface, latents, atlas);
}

export function paintScatter(
  { context, width, ratio, color }: Surface,
  latents: AtlasLatents,
  { centre, extent }: AtlasWindow,
  hidden: readonly number[],
): void {
  const size = width < 440 ? 8 : 10.5;
  const glyphs = numerals(size, ratio, color);
  const scale = width / (2 * extent);
  const side = glyphs[0]!.canvas.width / ratio;
  for (let i = 0; i < latents.labels.length; i++) {
    const label = latents.labels[i]!;
    if (hidden.includes(label)) continue;
    const x = stampAt((latents.x[i]! - centre[0] + extent) * scale, side, width);
    const y = stampAt((centre[1] + extent - latents.y[i]!) * scale, side, width);
    if (x === undefined || y === undefined) continue;
    context.drawImage(glyphs[label]!.canvas, x, y, side, side);
  }
}

/**
 * Paints the points of items without classes, as dots in the colour of the ink. There may be few: those beyond the
 * window are on its rim, since an empty map would look broken.
 */
export function paintPoints(
  { context, width, color }: Surface,
  { x, y }: Pick<AtlasLatents, 'x' | 'y'>,
  window: AtlasWindow,
): void {
  const at = placeIn(window, width);
  const radius = width < 440 ? 2.5 : 3.5;
  const inside = (place: number): number => clamp(place, radius, width - radius);
  context.globalAlpha = 0.75;
  context.fillStyle = color('--ink');
  context.beginPath();
  x.forEach((first, i) => {
    const place = at(first, y[i]!);
    addDot(context, { x: inside(place.x), y: inside(place.y) }, radius);
  });
  context.fill();
  context.globalAlpha = 1;
}

/** @returns a function from a latent to its place on a canvas. */
function placeIn({ centre, extent }: AtlasWindow, width: number): (x: number, y: number) => Point {
  const scale = width / (2 * extent);
  return (x, y) => ({
    x: (x - centre[0] + extent) * scale,
    y: (centre[1] + extent - y) * scale,
  });
}

function addDot(context: CanvasRenderingContext2D, { x, y }: Point, radius: number): void {
  context.moveTo(x + radius, y);
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

/**
 * Paints dots in the classes' colours, for planes too small for numerals.
 *
 * @param named whether to add a numeral at the median point of each class.
 */
export function paintDots(
  { context, width, ratio, color }: Surface,
  latents: AtlasLatents,
  window: AtlasWindow,
  named: boolean,
): void {
  const at = placeIn(window, width);
  context.globalAlpha = 0.75;
  for (const label of classes) {
    context.fillStyle = color(`--class-${label}`);
    context.beginPath();
    for (let i = 0; i < latents.labels.length; i++) {
      if (latents.labels[i] !== label) continue;
      addDot(context, at(latents.x[i]!, latents.y[i]!), 1);
    }
    context.fill();
  }
  context.globalAlpha = 1;
  if (!named) return;
  const glyphs = numerals(13, ratio, color);
  const side = glyphs[0]!.canvas.width / ratio;
  for (const label of classes) {
    const { x, y } = at(...findMedians(latents)[label]!);
    const [left, top] = [stampAt(x, side, width), stampAt(y, side, width)];
    if (left !== undefined && top !== undefined) {
      context.drawImage(glyphs[label]!.canvas, left, top, side, side);
    }
  }
}

const knownMiddles = new WeakMap<AtlasLatents, readonly (readonly [number, number])[]>();

/** @returns the median point of each class; it is computed once. */
function findMedians(latents: AtlasLatents): readonly (readonly [number, number])[] {
  const { x, y, labels } = latents;
  const median = (values: Float32Array, label: number): number => {
    const own = values.filter((_, i) => labels[i] === label).sort();
    return own[Math.floor(own.length / 2)] ?? 0;
  };
  const middles =
    knownMiddles.get(latents) ??
    classes.map((label) => [median(x, label), median(y, label)] as const);
  knownMiddles.set(latents, middles);
  return middles;
}

/**
 * @param middle the centre of a numeral along one axis.
 * @param side the size of the numeral.
 * @param size the size of the plane.
 * @returns where the numeral starts. It is moved inside if the edge would cut it; undefined if it is outside.
 */
export function stampAt(middle: number, side: number, size: number): number | undefined {
  if (middle < -side / 2 || middle > size + side / 2) return undefined;
  return clamp(middle - side / 2, 0, size - side);
}

/** @returns the numerals as images, which are drawn once for each size, theme and font. */
function numerals(
  size: number,
  ratio: number,
  color: (token: string) => string,
): readonly CanvasRenderingContext2D[] {
  const colours = ['--paper', ...classes.map((label) => `--class-${label}`)].map(color);
  const key = [size, ratio, document.fonts.check(`720 ${size}px 'Schibsted Grotesk'`), ...colours];
  const known = knownNumerals.get(key.join());
  const glyphs = known ?? drawNumerals(size, ratio, color);
  // The cache holds both sizes in both themes; another pixel ratio empties it.
  if (known === undefined && knownNumerals.size >= 8) knownNumerals.clear();
  knownNumerals.set(key.join(), glyphs);
  return glyphs;
}

const knownNumerals = new Map<string, readonly CanvasRenderingContext2D[]>();

function drawNumerals(
  size: number,
  ratio: number,
  color: (token: string) => string,
): readonly CanvasRenderingContext2D[] {
  const side = Math.ceil((size + 4) * ratio);
  return classes.map((label) => {
    const glyph = offscreen(side, side);
    glyph.font = `720 ${size * ratio}px 'Schibsted Grotesk', Arial, sans-serif`;
    glyph.textAlign = 'center';
    glyph.textBaseline = 'middle';
    // An outline in the colour of the paper separates crowded numerals.
    glyph.lineWidth = 2 * ratio;
    glyph.lineJoin = 'round';
    glyph.strokeStyle = color('--paper');
    glyph.strokeText(String(label), side / 2, side / 2);
    glyph.fillStyle = color(`--class-${label}`);
    glyph.fillText(String(label), side / 2, side / 2);
    return glyph;
  });
}
