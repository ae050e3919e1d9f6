/**
 * Processes pictures row by row, so that a large picture is never completely in memory. Each row is unpacked, converted
 * to grey and reduced before the next row is read.
 */
import type { Picture } from './picture.js';

export interface PixelRows extends Omit<Picture, 'pixels'> {
  /** The rows from the top, each with `width * channels` bytes. A row is valid only until the next one is requested. */
  readonly rows: Iterable<Uint8Array>;
}

export function rowsOf({ width, height, channels, pixels }: Picture): PixelRows {
  return { width, height, channels, rows: pieces(pixels, width * channels) };
}

function* pieces(bytes: Uint8Array, length: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** Collects all rows in one picture. */
export function collect({ width, height, channels, rows }: PixelRows): Picture {
  const pixels = new Uint8Array(width * height * channels);
  let at = 0;
  for (const row of rows) {
    pixels.set(row, at);
    at += row.length;
  }
  return { width, height, channels, pixels };
}

/**
 * Converts rows to grey or to three channels. Grey is the luma of ITU-R BT.601, as in most image tools. From grey
 * input, the three channels are equal.
 */
export function convertChannels(picture: PixelRows, channels: 1 | 3): PixelRows {
  if (picture.channels === channels) return picture;
  return { ...picture, channels, rows: converted(picture, channels) };
}

function* converted({ width, rows }: PixelRows, channels: 1 | 3): Iterable<Uint8Array> {
  const into = new Uint8Array(width * channels);
  const convert = channels === 1 ? greyInto : colourInto;
  for (const row of rows) {
    convert(into, row);
    yield into;
  }
}

function greyInto(grey: Uint8Array, colours: Uint8Array): void {
  for (let i = 0; i < grey.length; i++) {
    const [r, g, b] = [colours[3 * i]!, colours[3 * i + 1]!, colours[3 * i + 2]!];
    grey[i] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
  }
}

function colourInto(colours: Uint8Array, grey: Uint8Array): void {
  grey.forEach((value, i) => colours.fill(value, 3 * i, 3 * i + 3));
}
