/** How large a piece of music is in the trainer's montages. */
import type { ModelSpec } from '@speil/api';
import { planOfSpec, thumbnailShape, windowOf } from '@speil/music';

/** @returns `[height, width, channels]`. */
export function musicTileShape(model: ModelSpec): readonly number[] {
  const { config, converter } = planOfSpec(model);
  return thumbnailShape(converter, windowOf(config.dataConverter).steps);
}
