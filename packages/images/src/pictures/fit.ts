/** Fits pictures of other proportions to a model: stretched, padded or cropped. */
import type { PictureFit } from '@speil/api';
import type { Picture } from './picture.js';
import type { PixelRows } from './rows.js';
import { resizeRows } from './transform.js';

/**
 * `stretch` stretches the picture. `pad` centres the whole picture between borders of one colour, the mean of the
 * picture's own edge, so that the background continues. `crop` cuts off the excess on both sides.
 */
export function fitRows(
  picture: PixelRows,
  width: number,
  height: number,
  fit: PictureFit,
): Picture {
  if (fit === 'stretch' || picture.width * height === picture.height * width) {
    return resizeRows(picture, width, height);
  }
  return fit === 'crop'
    ? resizeRows(crop(picture, width, height), width, height)
    : pad(picture, width, height);
}

/** Crops to the largest centred part with the requested proportions. */
function crop(picture: PixelRows, width: number, height: number): PixelRows {
  const { channels, rows } = picture;
  const isWide = picture.width * height > picture.height * width;
  const wide = isWide ? Math.round((picture.height * width) / height) : picture.width;
  const high = isWide ? picture.height : Math.round((picture.width * height) / width);
  const size = { width: Math.max(1, wide), height: Math.max(1, high) };
  const left = Math.floor((picture.width - size.width) / 2) * channels;
  const top = Math.floor((picture.height - size.height) / 2);
  const within = function* (): Iterable<Uint8Array> {
    let y = 0;
    for (const row of rows) {
      // Unpack the rows below as well, so that an error in them is detected.
      if (y >= top && y < top + size.height) yield row.subarray(left, left + size.width * channels);
      y++;
    }
  };
  return { ...size, channels, rows: within() };
}

function pad(picture: PixelRows, width: number, height: number): Picture {
  const { channels } = picture;
  const isWide = picture.width * height > picture.height * width;
  const inner = resizeRows(
    picture,
    isWide ? width : Math.max(1, Math.round((picture.width * height) / picture.height)),
    isWide ? Math.max(1, Math.round((picture.height * width) / picture.width)) : height,
  );
  const border = meanEdge(inner);
  const pixels = Uint8Array.from(
    { length: width * height * channels },
    (_, i) => border[i % channels]!,
  );
  const left = Math.floor((width - inner.width) / 2);
  const top = Math.floor((height - inner.height) / 2);
  const stride = inner.width * channels;
  for (let y = 0; y < inner.height; y++) {
    const row = inner.pixels.subarray(y * stride, (y + 1) * stride);
    pixels.set(row, ((top + y) * width + left) * channels);
  }
  return { width, height, channels, pixels };
}

/** The mean of the outermost pixels, per channel. */
function meanEdge({ width, height, channels, pixels }: Picture): readonly number[] {
  const sums = new Array<number>(channels).fill(0);
  let count = 0;
  for (let y = 0; y < height; y++) {
    const isEnd = y === 0 || y === height - 1;
    for (let x = 0; x < width; x += isEnd || width === 1 ? 1 : width - 1) {
      sums.forEach((_, c) => (sums[c]! += pixels[(y * width + x) * channels + c]!));
      count++;
    }
  }
  return sums.map((sum) => Math.round(sum / count));
}
