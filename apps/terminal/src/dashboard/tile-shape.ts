/** How large one item is in the trainer's montages. */
import type { Recipe } from '@speil/api';

/** @returns `[height, width, channels]`. Loads music's package only for music. */
export async function tileShape({ domain, model }: Recipe): Promise<readonly number[]> {
  if (domain === 'images') return model.codec.shape;
  const { planOfSpec, preparationOf, thumbnailShape } = await import('@speil/music');
  const { config, converter } = planOfSpec(model);
  return thumbnailShape(converter, preparationOf(config).steps);
}
