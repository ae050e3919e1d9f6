/** Rows as columns of text, aligned; what `recipes`, `runs`, `data` and `doctor` print. */

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  /** Numbers stand to the right. Default `left`. */
  readonly align?: 'left' | 'right';
  /** Characters up to which a cell widens its column: a longer one moves its own row alone. Default: no bound. */
  readonly most?: number;
}

/** @returns lines: the titles, then one line a row. */
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
