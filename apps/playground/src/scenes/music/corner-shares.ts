/** How much of each corner a tile holds: the grid's tiles lie evenly between the corners. */
import { gridSide } from '../../worker/protocol/music';
import type { Point } from '../../shared/geometry/geometry';
import { cellAt } from './state';

/** Shares of A, B, C and D; together 1. */
export function cornerSharesAt(point: Point): readonly number[] {
  const { column, row } = cellAt(point);
  const right = column / (gridSide - 1);
  const down = row / (gridSide - 1);
  return [(1 - right) * (1 - down), right * (1 - down), (1 - right) * down, right * down];
}
