/**
 * The layout of a roll's cells: both bars in one line, or one line for each bar if cells would be too narrow for
 * fingers.
 */
import { barSteps, patternSteps } from '../../../worker/protocol/music';
import type { Kind, Reach } from '../pattern/kind';

export interface RollLayout {
  readonly lines: 1 | 2;
  /** Width of the names of the rows. */
  readonly left: number;
  readonly column: number;
  readonly rowHeight: number;
  readonly rows: number;
  readonly lineHeight: number;
  /** Height of all rows. */
  readonly height: number;
  /** Height of the visible part: always the same, so that nothing below it moves. */
  readonly view: number;
}

export interface Cell {
  readonly step: number;
  readonly row: number;
}

/** Width in CSS pixels below which there is one line for each bar. */
const narrow = 620;
const betweenLines = 14;
/** The height of a line in CSS pixels, if there is one line and if there are two. */
const heights = { beats: [180, 198], melodies: [200, 300] } as const;
/** The least height of a row while it can be edited. */
const leastRow = 6;

/**
 * @param isEdited true for rows that can be edited, which have a least height and scroll if there are many. Otherwise
 * all rows are visible.
 */
export function computeLayout(
  kind: Kind,
  width: number,
  { lowest, highest }: Reach,
  isEdited: boolean,
): RollLayout {
  const lines = width < narrow ? 2 : 1;
  const rows = highest - lowest + 1;
  const fitting = heights[kind.name][lines - 1]!;
  const rowHeight = Math.max(fitting / rows, isEdited ? leastRow : 0);
  const left = kind.name === 'beats' ? 96 : 36;
  const lineHeight = rows * rowHeight;
  const heightOf = (line: number): number => lines * line + (lines - 1) * betweenLines;
  return {
    lines,
    left,
    column: (width - left) / (patternSteps / lines),
    rowHeight,
    rows,
    lineHeight,
    height: heightOf(lineHeight),
    view: heightOf(fitting),
  };
}

/** @returns the left and top of a step's column. */
export function locateStep(
  { lines, left, column, lineHeight }: RollLayout,
  step: number,
): {
  readonly x: number;
  readonly y: number;
} {
  const line = lines === 2 && step >= barSteps ? 1 : 0;
  return {
    x: left + (step - line * barSteps) * column,
    y: line * (lineHeight + betweenLines),
  };
}

/** @returns the cell at a point; undefined outside of the cells. */
export function findCell(
  layout: RollLayout,
  { highest }: Reach,
  x: number,
  y: number,
): Cell | undefined {
  const { lines, left, column, rowHeight, rows, lineHeight } = layout;
  const line = lines === 2 && y >= lineHeight + betweenLines ? 1 : 0;
  const step = Math.floor((x - left) / column);
  const row = Math.floor((y - line * (lineHeight + betweenLines)) / rowHeight);
  if (step < 0 || step >= patternSteps / lines || row < 0 || row >= rows) return undefined;
  return { step: step + line * barSteps, row: highest - row };
}
