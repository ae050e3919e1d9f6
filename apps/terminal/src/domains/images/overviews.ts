/**
 * Overviews: many pictures in one, for people to look at. Small pictures are enlarged by a whole factor, so that a digit
 * is more than a dot on the screen. The file of a single picture keeps the model's own size.
 */
import { enlarge, montage, strips, type Picture, type StripsOptions } from '@speil/images';

/** Least width of a picture in an overview, in pixels. */
const leastWidth = 64;
/** Width of an overview that is not exceeded by enlarging, in pixels. */
const mostWidth = 2400;
/** The default of `strips`. */
const usualColumns = 8;

/** Arranges pictures of one size row by row. @param columns default: as many as rows. */
export function overviewOf(
  pictures: readonly Picture[],
  columns = Math.ceil(Math.sqrt(pictures.length)),
): Picture {
  return montage(enlargeAll(pictures, columns), { columns });
}

/** Arranges rows of related pictures below each other, such as originals above reconstructions. */
export function overviewOfRows(
  rows: readonly (readonly Picture[])[],
  { columns = usualColumns }: StripsOptions = {},
): Picture {
  return strips(
    rows.map((row) => enlargeAll(row, columns)),
    { columns },
  );
}

function enlargeAll(pictures: readonly Picture[], columns: number): readonly Picture[] {
  const [first] = pictures;
  if (first === undefined) return pictures;
  const across = Math.max(1, Math.min(columns, pictures.length)) * first.width;
  const factor = Math.min(Math.ceil(leastWidth / first.width), Math.floor(mostWidth / across));
  return factor > 1 ? pictures.map((picture) => enlarge(picture, factor)) : pictures;
}
