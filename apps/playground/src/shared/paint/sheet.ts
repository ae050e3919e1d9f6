/** Paints many pictures as one sheet. */
import { pictureSide } from '../../worker/protocol/images';
import type { Surface } from '../hooks/use-canvas';
import { asAlpha, offscreen, tint } from './tint';

/** Paints pictures row by row, `columns` of them in a row, in the colour of the ink. The last row may be shorter. */
export function paintSheet(
  { context, width, height, color }: Pick<Surface, 'context' | 'width' | 'height' | 'color'>,
  pictures: Uint8Array,
  columns: number,
): void {
  const size = pictureSide ** 2;
  const count = pictures.length / size;
  const sheet = offscreen(columns * pictureSide, Math.ceil(count / columns) * pictureSide);
  for (let i = 0; i < count; i++) {
    const picture = asAlpha(pictures.subarray(i * size, (i + 1) * size), pictureSide);
    sheet.putImageData(picture, (i % columns) * pictureSide, Math.floor(i / columns) * pictureSide);
  }
  tint(sheet, color('--ink'));
  context.imageSmoothingQuality = 'high';
  context.drawImage(sheet.canvas, 0, 0, width, height);
}
