/**
 * Interlaced PNG files of packed bits, which the decoder does not read. Each of Adam7's seven passes is laid out as a small
 * picture of its own (PNG 3rd edition, section 8.2), so each is handed to the decoder as one, and its pixels are put where
 * they belong: no filter is undone twice in this house.
 */
import { unzlibSync, zlibSync } from 'fflate';
import type { Picture } from '../picture.js';
import { adam7, type SoundPng } from './png-chunks.js';

type Part = Pick<SoundPng, 'once' | 'packed'>;

/** @param decode reads a file whose rows are in order, or interlaced with 8 bits or more. */
export function joinPasses(png: SoundPng, decode: (part: Part) => Picture): Picture {
  const header = png.once.get('IHDR')!;
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height, depth] = [view.getUint32(0), view.getUint32(4), header[8]!];
  // Colour types of packed bits, grey and palette, have one channel.
  if (header[12] === 0 || depth >= 8) return decode(png);
  const unpacked = unzlibSync(png.packed, { out: new Uint8Array(png.size) });
  let whole: Picture | undefined;
  let start = 0;
  for (const [x, y, stepX, stepY] of adam7) {
    const [columns, rows] = [Math.ceil((width - x) / stepX), Math.ceil((height - y) / stepY)];
    if (columns <= 0 || rows <= 0) continue;
    const size = rows * (1 + Math.ceil((columns * depth) / 8));
    const part = decode({
      once: new Map([...png.once, ['IHDR', resized(header, columns, rows)]]),
      packed: zlibSync(unpacked.subarray(start, start + size), { level: 0 }),
    });
    start += size;
    const { channels } = part;
    whole ??= { width, height, channels, pixels: new Uint8Array(width * height * channels) };
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const from = (row * columns + column) * channels;
        const to = ((y + row * stepY) * width + x + column * stepX) * channels;
        for (let c = 0; c < channels; c++) whole.pixels[to + c] = part.pixels[from + c]!;
      }
    }
  }
  return whole!;
}

/** The header of a picture that is not interlaced, of another size. */
function resized(header: Uint8Array, width: number, height: number): Uint8Array {
  const out = header.slice();
  const view = new DataView(out.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  out[12] = 0;
  return out;
}
