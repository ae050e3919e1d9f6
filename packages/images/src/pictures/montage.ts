/** Combines many small pictures into one, for example rows of pairs or a grid of decoded latents. */
import { InvalidArgumentError } from '@speil/api';
import type { Picture } from './picture.js';

/** How pictures are arranged. */
export interface MontageOptions {
  /** Number of pictures in a row. */
  readonly columns: number;
  /** Pixels between two pictures. Default 2. */
  readonly gap?: number;
  /** Grey value of the background, 0 to 255. Default 128. */
  readonly background?: number;
}

/** Arranges pictures of one size row by row from the top left. */
export function montage(
  pictures: readonly Picture[],
  { columns, gap = 2, background = 128 }: MontageOptions,
): Picture {
  const [first] = pictures;
  if (first === undefined || !Number.isInteger(columns) || columns < 1) {
    throw new InvalidArgumentError(
      `A montage needs at least one picture and one column. Received: ${pictures.length} pictures, columns=${columns}.`,
    );
  }
  const { width, height, channels } = first;
  const rows = Math.ceil(pictures.length / columns);
  const across = Math.min(columns, pictures.length);
  const full = { width: across * (width + gap) - gap, height: rows * (height + gap) - gap };
  const pixels = new Uint8Array(full.width * full.height * channels).fill(background);
  pictures.forEach((picture, index) => {
    if (picture.width !== width || picture.height !== height || picture.channels !== channels) {
      throw new InvalidArgumentError(
        `All pictures of a montage must be ${width} x ${height} x ${channels}. Received: ${picture.width} x ${picture.height} x ${picture.channels}.`,
      );
    }
    const left = (index % columns) * (width + gap);
    const top = Math.floor(index / columns) * (height + gap);
    for (let y = 0; y < height; y++) {
      const row = picture.pixels.subarray(y * width * channels, (y + 1) * width * channels);
      pixels.set(row, ((top + y) * full.width + left) * channels);
    }
  });
  return { ...full, channels, pixels };
}

/** How rows of pictures are arranged. */
export interface StripsOptions {
  /** Number of pictures in a strip. Default 8. */
  readonly columns?: number;
}

/**
 * Arranges rows of related pictures below each other, such as originals above reconstructions. Long rows are split into
 * strips.
 */
export function strips(
  rows: readonly (readonly Picture[])[],
  { columns = 8 }: StripsOptions = {},
): Picture {
  const [first = []] = rows;
  if (rows.some(({ length }) => length !== first.length)) {
    throw new InvalidArgumentError(
      `Rows of pictures must be of one length. Received: ${rows.map(({ length }) => length).join(', ')}.`,
    );
  }
  const across = Math.max(1, Math.min(columns, first.length));
  const shown: Picture[] = [];
  for (let start = 0; start < first.length; start += across) {
    const blank = blankLike(first[0]!);
    for (const row of rows) {
      for (let i = 0; i < across; i++) shown.push(row[start + i] ?? blank);
    }
  }
  return montage(shown, { columns: across });
}

/** Arranges originals above their reconstructions. */
export function pairs(
  originals: readonly Picture[],
  reconstructions: readonly Picture[],
  options: StripsOptions = {},
): Picture {
  return strips([originals, reconstructions], options);
}

function blankLike({ width, height, channels }: Picture): Picture {
  return { width, height, channels, pixels: new Uint8Array(width * height * channels).fill(128) };
}
