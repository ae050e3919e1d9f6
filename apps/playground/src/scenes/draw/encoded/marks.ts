/** The three points on the map, in the order of processing. */
import type { Reconstruction } from '../../../worker/protocol/images';
import type { Point } from '../../../shared/geometry/geometry';

export const marks = ['drawn', 'damaged', 'restored'] as const;
export type Mark = (typeof marks)[number];

export function toPoint({ mean: [x, y] }: Reconstruction): Point {
  return { x, y };
}
