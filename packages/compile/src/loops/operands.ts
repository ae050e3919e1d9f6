/** Views as matrices: the places of rows and columns of a product's operand. */
import type { Operand } from './form.js';
import { cut, isFixed, knownTable, type Buffer, type View } from './view.js';

/** A matrix that lies in its buffer row by row. */
export function plain(buffer: Buffer, rows: number, columns: number, start: number): Operand {
  return {
    buffer,
    rows: Int32Array.from({ length: rows }, (_, i) => start + i * columns),
    columns: Int32Array.from({ length: columns }, (_, i) => i),
  };
}

/** Whether the columns of a matrix follow each other. */
export const isContiguous = ({ columns }: Operand): boolean =>
  columns.every((place, i) => place === columns[0]! + i);

/** The places of all elements of a fixed view, in order. */
export function placesOf({ sizes, at, lookups }: View): number[] {
  let places = [at.offset];
  let keys = lookups.map((lookup) => [lookup.at.offset]);
  sizes.forEach((size, f) => {
    const spread = (list: readonly number[], stride: number): number[] =>
      list.flatMap((place) => Array.from({ length: size }, (_, i) => place + i * stride));
    places = spread(places, at.strides[f]!);
    keys = keys.map((list, i) => spread(list, lookups[i]!.at.strides[f]!));
  });
  const tables = lookups.map((lookup) => knownTable(lookup)!);
  return places.map(
    (place, i) =>
      place + lookups.reduce((sum, { scale }, l) => sum + scale * tables[l]![keys[l]![i]!]!, 0),
  );
}

/** Places of rows and columns whose sums are the places of a view's elements; undefined if there are none. */
export function separated(view: View, rows: number, columns: number): Operand | undefined {
  const behind = cut(view, columns > 1 && rows > 1 ? [columns] : []);
  if (behind === undefined || !isFixed(behind)) return undefined;
  let first = 0;
  for (let left = rows; left > 1; first++) left /= behind.sizes[first]!;
  const part = (from: number, to: number): View => {
    const only = (strides: readonly number[]): number[] => strides.slice(from, to);
    return {
      buffer: behind.buffer,
      sizes: only(behind.sizes),
      at: { offset: behind.at.offset, strides: only(behind.at.strides) },
      lookups: behind.lookups.map((lookup) => ({
        ...lookup,
        at: { offset: lookup.at.offset, strides: only(lookup.at.strides) },
      })),
    };
  };
  const [rowView, columnView] = [part(0, first), part(first, behind.sizes.length)];
  for (const lookup of behind.lookups) {
    const { at } = lookup;
    const table = knownTable(lookup)!;
    const indices = (strides: readonly number[], sizes: readonly number[]): number[] => [
      ...new Set(placesOf({ buffer: view.buffer, sizes, at: { offset: 0, strides }, lookups: [] })),
    ];
    const down = indices(at.strides.slice(0, first), behind.sizes.slice(0, first));
    const across = indices(at.strides.slice(first), behind.sizes.slice(first));
    const origin = table[at.offset]!;
    for (const i of down) {
      const start = table[at.offset + i]! - origin;
      for (const j of across) {
        if (table[at.offset + i + j] !== start + table[at.offset + j]!) return undefined;
      }
    }
  }
  const starts = placesOf(rowView);
  const columnPlaces = placesOf(columnView);
  const origin = columnPlaces[0]!;
  return {
    buffer: view.buffer,
    rows: Int32Array.from(starts),
    columns: Int32Array.from(columnPlaces, (place) => place - origin),
  };
}

/** Largest number by which places can be grouped so that those of each group follow each other. */
export function runOf(places: Int32Array): number {
  let run = places.length;
  const divide = (a: number, b: number): number => (b === 0 ? a : divide(b, a % b));
  for (let i = 1; i < places.length; i++) {
    if (places[i] !== places[i - 1]! + 1) run = divide(run, i);
  }
  return run;
}

/** A matrix whose places are counted from its first element, so that equal parts of a buffer have equal tables. */
export interface PlacedOperand extends Operand {
  /** The place of the first element in the buffer. */
  readonly offset: number;
}

/** Counts the places of a matrix from its first element. */
export function fromFirst({ buffer, rows, columns }: Operand): PlacedOperand {
  const [row, column] = [rows[0]!, columns[0]!];
  return {
    buffer,
    offset: row + column,
    rows: rows.map((place) => place - row),
    columns: columns.map((place) => place - column),
  };
}
