/** The test digits' codes: each a small numeral of its class, in the class's colour, where its encoder put it. */
import type { AtlasCodes, AtlasWindow } from '@speil/api';
import type { Surface } from '../canvas';
import { clamp } from '../geometry';
import { offscreen } from './tint';

export function paintScatter(
  { context, width, ratio, color }: Surface,
  codes: AtlasCodes,
  { centre, extent }: AtlasWindow,
  hidden: readonly number[],
): void {
  const size = width < 440 ? 8 : 10.5;
  const glyphs = numerals(size, ratio, color);
  const scale = width / (2 * extent);
  const side = glyphs[0]!.canvas.width / ratio;
  for (let i = 0; i < codes.labels.length; i++) {
    const label = codes.labels[i]!;
    if (hidden.includes(label)) continue;
    const x = stampAt((codes.x[i]! - centre[0] + extent) * scale, side, width);
    const y = stampAt((centre[1] + extent - codes.y[i]!) * scale, side, width);
    if (x === undefined || y === undefined) continue;
    context.drawImage(glyphs[label]!.canvas, x, y, side, side);
  }
}

/**
 * Where a numeral starts along one axis: one that the edge would cut moves inside, one that lies wholly beyond is left
 * out.
 *
 * @param middle where it belongs. @param side its own size. @param size that of the plane.
 */
export function stampAt(middle: number, side: number, size: number): number | undefined {
  if (middle < -side / 2 || middle > size + side / 2) return undefined;
  return clamp(middle - side / 2, 0, size - side);
}

/** Drawn once each, stamped two hundred times. */
function numerals(
  size: number,
  ratio: number,
  color: (token: string) => string,
): readonly CanvasRenderingContext2D[] {
  const side = Math.ceil((size + 4) * ratio);
  return Array.from({ length: 10 }, (_, label) => {
    const glyph = offscreen(side, side);
    glyph.font = `720 ${size * ratio}px 'Schibsted Grotesk', Arial, sans-serif`;
    glyph.textAlign = 'center';
    glyph.textBaseline = 'middle';
    // A rim of paper keeps numerals apart where they crowd.
    glyph.lineWidth = 2 * ratio;
    glyph.lineJoin = 'round';
    glyph.strokeStyle = color('--paper');
    glyph.strokeText(String(label), side / 2, side / 2);
    glyph.fillStyle = color(`--class-${label}`);
    glyph.fillText(String(label), side / 2, side / 2);
    return glyph;
  });
}
