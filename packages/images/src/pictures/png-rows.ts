/**
 * Unpacks the rows of a PNG file one at a time and undoes their filters (PNG 3rd edition, section 9). Libraries unpack
 * the whole picture and store it two or three times. Here 16.7 million pixels are read with the memory of a few rows.
 */
import { inflate, type SoundPng } from './png-chunks.js';

/** @returns rows of packed samples, pass by pass. A row is valid only until the next one is requested. */
export function* unpackedRows({
  packed,
  size,
  passes,
  bytesPerPixel,
}: SoundPng): Iterable<Uint8Array> {
  const bytes = createReader(inflate(packed, size));
  for (const { rows, rowBytes } of passes) {
    let row = new Uint8Array(rowBytes);
    let before = new Uint8Array(rowBytes);
    for (let y = 0; y < rows; y++) {
      const filter = bytes.byte();
      bytes.fill(row);
      undoFilter(filter, row, before, bytesPerPixel);
      yield row;
      [row, before] = [before, row];
    }
  }
}

interface Reader {
  byte(): number;
  fill(into: Uint8Array): void;
}

/**
 * Reads the requested number of bytes from a stream of pieces. `checkUnpacked` has already checked that there are
 * enough bytes.
 */
function createReader(pieces: Iterable<Uint8Array>): Reader {
  const iterator = pieces[Symbol.iterator]();
  let [piece, at] = [new Uint8Array(0), 0];
  const fill = (into: Uint8Array): void => {
    for (let done = 0; done < into.length;) {
      while (at === piece.length) [piece, at] = [iterator.next().value as typeof piece, 0];
      const part = piece.subarray(at, at + into.length - done);
      into.set(part, done);
      done += part.length;
      at += part.length;
    }
  };
  const one = new Uint8Array(1);
  const byte = (): number => {
    fill(one);
    return one[0]!;
  };
  return { byte, fill };
}

/** @param distance the distance in bytes to the same sample of the pixel to the left; at least 1. */
function undoFilter(filter: number, row: Uint8Array, above: Uint8Array, distance: number): void {
  const left = (i: number): number => (i < distance ? 0 : row[i - distance]!);
  switch (filter) {
    case 0:
      return;
    case 1:
      for (let i = distance; i < row.length; i++) row[i]! += row[i - distance]!;
      return;
    case 2:
      for (let i = 0; i < row.length; i++) row[i]! += above[i]!;
      return;
    case 3:
      for (let i = 0; i < row.length; i++) row[i]! += (left(i) + above[i]!) >> 1;
      return;
    case 4:
      for (let i = 0; i < row.length; i++) {
        row[i]! += paeth(left(i), above[i]!, i < distance ? 0 : above[i - distance]!);
      }
      return;
    default:
      throw new Error(`a row's filter must be 0 to 4. Received: ${filter}`);
  }
}

/** The value of left, above and corner that is nearest to left + above - corner (PNG 3rd edition, section 9.4). */
function paeth(left: number, above: number, corner: number): number {
  const [toLeft, toAbove] = [Math.abs(above - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
