/**
 * The background of decoded digits. The atlas's sheet is shown first; rows of a finer grid replace it from the top as
 * the worker decodes them.
 */
import type { Surface } from '../../../shared/hooks/use-canvas';
import { asAlpha, offscreen, tint } from '../../../shared/paint/tint';

const tile = 28;

export interface LiveGrid {
  readonly side: number;
  readonly context: CanvasRenderingContext2D;
  /** Number of rows received. */
  rows: number;
}

export function createLiveGrid(side: number): LiveGrid {
  return { side, context: offscreen(side * tile, side * tile), rows: 0 };
}

/** @param pictures the row's pictures, one after the other. */
export function addRow(grid: LiveGrid, row: number, pictures: Uint8Array): void {
  for (let column = 0; column < grid.side; column++) {
    const picture = pictures.subarray(column * tile * tile, (column + 1) * tile * tile);
    grid.context.putImageData(asAlpha(picture, tile), column * tile, row * tile);
  }
  grid.rows = row + 1;
}

export function paintGrid(
  { context, width, color }: Surface,
  sheet: HTMLImageElement | undefined,
  live: LiveGrid | undefined,
): void {
  const done = live === undefined ? 0 : live.rows / live.side;
  context.imageSmoothingQuality = 'high';
  if (sheet !== undefined && done < 1) {
    const { naturalWidth, naturalHeight } = sheet;
    const top = done * naturalHeight;
    context.drawImage(
      sheet,
      0,
      top,
      naturalWidth,
      naturalHeight - top,
      0,
      done * width,
      width,
      (1 - done) * width,
    );
  }
  if (live !== undefined && live.rows > 0) {
    const { canvas } = live.context;
    context.drawImage(canvas, 0, 0, canvas.width, live.rows * tile, 0, 0, width, done * width);
  }
  tint(context, color('--ink'));
}
