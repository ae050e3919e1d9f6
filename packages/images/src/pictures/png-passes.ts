/**
 * Joins the seven passes of an interlaced PNG file. Each pass is stored like a separate small picture (PNG 3rd edition,
 * section 8.2).
 */
import type { SoundPng } from './png-chunks.js';
import { unpackedRows } from './png-rows.js';
import type { PixelReader } from './png-pixels.js';

/** @returns the rows of the whole picture, from the top. */
export function* joinPasses(png: SoundPng, { channels, read }: PixelReader): Iterable<Uint8Array> {
  const { width, height } = png.header;
  const stride = width * channels;
  const pixels = new Uint8Array(height * stride);
  const rows = unpackedRows(png)[Symbol.iterator]();
  for (const pass of png.passes) {
    const row = new Uint8Array(pass.columns * channels);
    for (let y = 0; y < pass.rows; y++) {
      read(rows.next().value as Uint8Array, row);
      const line = (pass.y + y * pass.stepY) * stride;
      for (let x = 0; x < pass.columns; x++) {
        const to = line + (pass.x + x * pass.stepX) * channels;
        for (let c = 0; c < channels; c++) pixels[to + c] = row[x * channels + c]!;
      }
    }
  }
  for (let at = 0; at < pixels.length; at += stride) yield pixels.subarray(at, at + stride);
}
