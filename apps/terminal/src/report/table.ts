/** Formats rows as aligned columns of text. */

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  /** The alignment; use `right` for numbers. Default: `left`. */
  readonly align?: 'left' | 'right';
  /**
   * Cells that are longer than this, in characters, do not widen the column; they only shift their own row. Default: no
   * bound.
   */
  readonly most?: number;
}

/** @returns lines: the titles, then one line per row. */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): readonly string[] {
  const cells = [columns.map(({ title }) => title)];
  for (const row of rows) cells.push(columns.map(({ value }) => value(row)));
  const widths = columns.map(({ most = Infinity }, i) =>
    Math.max(...cells.map((line) => line[i]!.length).filter((length) => length <= most)),
  );
  return cells.map((line) =>
    line
      .map((cell, i) =>
        columns[i]!.align === 'right' ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!),
      )
      .join('  ')
      .trimEnd(),
  );
}
