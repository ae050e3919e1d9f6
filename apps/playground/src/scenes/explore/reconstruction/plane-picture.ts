/**
 * The plane as a picture for a file: painted at its own size, with its scales and the legend of the classes, since the
 * file has no page around it.
 */
import { withMinus } from '../../../i18n/figures';
import type { Surface } from '../../../shared/hooks/use-canvas';
import type { ExploreController } from '../controller/controller';
import { ticksWithin } from '../../../shared/geometry/geometry';
import { paintMoving } from '../map/moving';
import { paintGrid } from '../paint/grid';
import { paintItems } from '../../../shared/paint/scatter';
import { offscreen } from '../../../shared/paint/tint';

/** Side of the whole picture, in pixels. */
export const pictureSide = 1600;
/**
 * Pixels of the picture per CSS pixel of the page: numerals have the same size as on the page, at twice the resolution.
 */
const ratio = 2;
const plate = { left: 112, top: 48, side: 1400 } as const;
/** Opacity of the decoded digits, as on the page (plane.module.css). */
const gridOpacity = 0.26;

/** @param color resolves a registered custom property, such as `--ink`. */
export function paintPlanePicture(
  context: CanvasRenderingContext2D,
  explore: ExploreController,
  color: Surface['color'],
): void {
  context.fillStyle = color('--paper');
  context.fillRect(0, 0, pictureSide, pictureSide);
  context.fillStyle = color('--plate');
  context.fillRect(plate.left, plate.top, plate.side, plate.side);
  const { layers, hidden } = explore.store.get();
  const { latents } = explore.answers.get();
  const { sheet, live } = explore.backdrop;
  if (layers.grid) {
    layer(context, color, gridOpacity, (surface) => {
      paintGrid(surface, sheet, live);
    });
  }
  if (layers.items && latents !== undefined) {
    layer(context, color, 1, (surface) => {
      paintItems(surface, latents, explore.atlas, hidden);
    });
  }
  layer(context, color, 1, (surface) => {
    paintMoving(surface, explore);
  });
  paintScales(context, explore, color);
  if (layers.items) paintLegend(context, explore, color);
}

/** Paints a layer on its own canvas, since the grid tints everything on its canvas. */
function layer(
  context: CanvasRenderingContext2D,
  color: Surface['color'],
  opacity: number,
  paint: (surface: Surface) => void,
): void {
  const sheet = offscreen(plate.side, plate.side);
  sheet.scale(ratio, ratio);
  const size = plate.side / ratio;
  paint({ context: sheet, width: size, height: size, ratio, color });
  context.globalAlpha = opacity;
  context.drawImage(sheet.canvas, plate.left, plate.top);
  context.globalAlpha = 1;
}

/** Paints the ticks, a number for every second one, and the axes' names at their ends. */
function paintScales(
  context: CanvasRenderingContext2D,
  { atlas: { centre, extent } }: ExploreController,
  color: Surface['color'],
): void {
  const unit = plate.side / (2 * extent);
  const bottom = plate.top + plate.side;
  const lineUp = write(context, 24, 500);
  context.fillStyle = color('--soft');
  for (const { value, isNumbered } of ticksWithin(centre[0], extent)) {
    const x = plate.left + (value - centre[0] + extent) * unit;
    context.fillRect(x - 1, bottom, 2, 10);
    if (isNumbered) lineUp(withMinus(String(value)), x, bottom + 30);
  }
  for (const { value, isNumbered } of ticksWithin(centre[1], extent)) {
    const y = bottom - (value - centre[1] + extent) * unit;
    context.fillRect(plate.left - 10, y - 1, 10, 2);
    if (isNumbered) lineUp(withMinus(String(value)), plate.left - 36, y);
  }
  context.fillStyle = color('--ink');
  lineUp('x', plate.left + plate.side + 40, bottom);
  lineUp('y', plate.left - 36, plate.top + 12);
}

/** Paints the classes that are shown, each on a bar of its colour. */
function paintLegend(
  context: CanvasRenderingContext2D,
  { atlas: { classNames }, store }: ExploreController,
  color: Surface['color'],
): void {
  const { hidden } = store.get();
  const step = plate.side / classNames.length;
  const lineUp = write(context, 34, 720);
  classNames.forEach((name, label) => {
    if (hidden.includes(label)) return;
    context.fillStyle = color(`--class-${label}`);
    lineUp(name, plate.left + (label + 0.5) * step, 1530);
    context.fillRect(plate.left + label * step + 8, 1553, step - 16, 6);
  });
}

function write(
  context: CanvasRenderingContext2D,
  size: number,
  weight: number,
): (text: string, x: number, y: number) => void {
  return (text, x, y) => {
    context.font = `${weight} ${size}px 'Schibsted Grotesk', Arial, sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(text, x, y);
  };
}
