/** How large a piece of music is in the trainer's montages. */
import type { ModelSpec } from '@speil/api';
import { planOfSpec, preparationOf, thumbnailShape } from '@speil/music';

/** @returns `[height, width, channels]`. */
export function musicTileShape(model: ModelSpec): readonly number[] {
  const { config, converter } = planOfSpec(model);
  return thumbnailShape(converter, preparationOf(config).steps);
}
