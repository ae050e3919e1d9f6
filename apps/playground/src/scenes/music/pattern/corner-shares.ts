/** The share of each corner in a tile. The tiles of the grid are at equal distances between the corners. */
import { gridSide } from '../../../worker/protocol/music';
import type { Point } from '../../../shared/geometry/geometry';
import { cellAt } from './state';

/** @returns the shares of A, B, C and D, which sum to 1. */
export function cornerSharesAt(point: Point): readonly number[] {
  const { column, row } = cellAt(point);
  const right = column / (gridSide - 1);
  const down = row / (gridSide - 1);
  return [(1 - right) * (1 - down), right * (1 - down), (1 - right) * down, right * down];
}
