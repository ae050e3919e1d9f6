/** How large one item is in the trainer's montages. */
import type { Recipe } from '@speil/api';

/** @returns `[height, width, channels]`. Loads music's package only for music. */
export async function tileShape({ domain, model }: Recipe): Promise<readonly number[]> {
  if (domain === 'images') return model.codec.shape;
  const { musicTileShape } = await import('./tile-shape-music.js');
  return musicTileShape(model);
}
