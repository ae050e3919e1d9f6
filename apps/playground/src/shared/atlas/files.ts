/** Fetches the atlas's files, after the page has shown its first picture. */
import { unpackLatents } from '@speil/api';
import type { Atlas, AtlasLatents, LatentAtlas } from '@speil/api';
import { ModelError } from '../../worker/page/failure';
import { planeModels, planeUrl } from '../../worker/protocol/images';
import { modelUrl } from '../../worker/protocol/paths';
import type { SitePlane } from '../../worker/protocol/images';
import { loadItems } from './items';
import type { ItemSheet } from './items';

export async function fetchLatents(
  atlas: Pick<LatentAtlas, 'latents' | 'centre' | 'extent'>,
  plane: SitePlane = 'vae',
): Promise<AtlasLatents> {
  const file = `${modelUrl(planeModels[plane])}atlas/${atlas.latents.file}`;
  const response = await fetch(file).catch((error: unknown) => {
    throw new ModelError({ reason: String(error), cause: 'connection' });
  });
  if (!response.ok) {
    const reason = `${file} could not be fetched. Received: ${response.status}.`;
    throw new ModelError({ reason, cause: 'connection' });
  }
  return unpackLatents(new Uint8Array(await response.arrayBuffer()), atlas.latents.count, atlas);
}

export async function fetchItems(atlas: Atlas): Promise<ItemSheet> {
  return await loadItems(`${planeUrl}atlas/${atlas.items.file}`, atlas);
}
