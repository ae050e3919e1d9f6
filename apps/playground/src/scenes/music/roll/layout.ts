/** Where a roll has its cells: one line of two bars, or two of one where a line would be too narrow for a finger. */
import { barSteps, patternSteps } from '../../../worker/protocol/music';
import type { Kind, Reach } from '../kind';

export interface RollLayout {
  readonly lines: 1 | 2;
  /** Width of the rows' names. */
  readonly left: number;
  readonly column: number;
  readonly rowHeight: number;
  readonly rows: number;
  readonly lineHeight: number;
  /** Of all rows. */
  readonly height: number;
  /** Of the window on them: the same whatever they hold, so that what stands below does not move. */
  readonly view: number;
}

export interface Cell {
  readonly step: number;
  readonly row: number;
}

/** CSS pixels: below this width a bar stands below the other. */
const narrow = 620;
const betweenLines = 14;
/** Of all rows, in one line and in two. */
const heights = { beats: [180, 198], melodies: [200, 300] } as const;
/** Of a row that a hand is to meet. */
const leastRow = 6;

/** @param isEdited all rows are seen of what is only looked at; those that are edited scroll where they are many. */
export function layoutOf(
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

/** Left and top of a step's column. */
export function placeOf(
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

/** @returns undefined beside the cells. */
export function cellOf(
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
