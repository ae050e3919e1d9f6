/** Where a roll has its cells: one line of two bars, or two of one where a line would be too narrow for a finger. */
import { barSteps, patternSteps } from '../../../model/music-protocol';
import { clamp } from '../../../scene/geometry';
import type { Kind, Reach } from '../kinds';

export interface RollLayout {
  readonly lines: 1 | 2;
  /** Width of the rows' names. */
  readonly left: number;
  readonly column: number;
  readonly rowHeight: number;
  readonly rows: number;
  readonly lineHeight: number;
  readonly height: number;
}

export interface Cell {
  readonly step: number;
  readonly row: number;
}

/** CSS pixels: below this width a bar stands below the other. */
const narrow = 620;
const betweenLines = 14;
/** Of a drum's row and of all of a melody's, in one line and in two. */
const heights = { drum: [20, 22], melody: [200, 300] } as const;

export function layoutOf(kind: Kind, width: number, { lowest, highest }: Reach): RollLayout {
  const lines = width < narrow ? 2 : 1;
  const rows = highest - lowest + 1;
  const rowHeight =
    kind.name === 'drums'
      ? heights.drum[lines - 1]!
      : clamp(Math.floor(heights.melody[lines - 1]! / rows), 6, 14);
  const left = kind.name === 'drums' ? 96 : 36;
  const lineHeight = rows * rowHeight;
  return {
    lines,
    left,
    column: (width - left) / (patternSteps / lines),
    rowHeight,
    rows,
    lineHeight,
    height: lines * lineHeight + (lines - 1) * betweenLines,
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
