/**
 * The layout as a function of the terminal's size. At most rows - 1 lines are drawn: a screen that is full to its last
 * line flickers.
 */

/** The smallest terminal with panes. A smaller one shows a few lines of numbers (Small.tsx). */
export const minimum = { columns: 40, rows: 12 } as const;

export interface Layout {
  readonly columns: number;
  /** Number of lines that are drawn. */
  readonly rows: number;
  /** Number of lines of the pane between header and footer. */
  readonly body: number;
  /** Empty lines above and below the pane, if there is room. */
  readonly air: 0 | 1;
  /** Whether charts and pictures are side by side instead of one above the other. */
  readonly wide: boolean;
}

/** @returns the layout; undefined if the terminal is too small for panes. */
export function layoutOf(columns: number, rows: number): Layout | undefined {
  if (columns < minimum.columns || rows < minimum.rows) return undefined;
  const drawn = rows - 1;
  const air = rows >= 28 ? 1 : 0;
  // Three lines of header and one of footer.
  const body = drawn - 4 - 2 * air;
  return { columns, rows: drawn, body, air, wide: columns >= 110 && rows >= 24 };
}

export interface TileGrid {
  /** Size of one picture, in cells. */
  readonly columns: number;
  readonly rows: number;
  /** Number of pictures side by side. */
  readonly across: number;
}

/**
 * Chooses the largest size at which four pictures (or all, if there are fewer) fit side by side. If there is no such
 * size, the pictures are small, and as many are shown as fit. They are twice as wide as high in cells, so that they
 * look square.
 *
 * @param lines number of rows of pictures.
 * @param most maximum number of pictures in a row.
 */
export function tileGrid(columns: number, rows: number, lines: number, most: number): TileGrid {
  const tallest = Math.max(3, Math.floor(rows / lines));
  for (let height = Math.min(12, tallest); height > 3; height--) {
    const across = Math.floor((columns + 1) / (height * 2 + 1));
    if (across >= Math.min(most, 4))
      return { columns: height * 2, rows: height, across: Math.min(most, across) };
  }
  const height = Math.min(4, tallest);
  const across = Math.max(1, Math.floor((columns + 1) / (height * 2 + 1)));
  return { columns: height * 2, rows: height, across: Math.min(most, across) };
}
