/** Where a plane comes from: the site's atlas, or the model that was trained on this device. */
import type { Atlas, AtlasLatents, AtlasWindow } from '@speil/api';
import type { ImageClient } from '../../worker/page/image-client';
import type { Plane } from '../../worker/protocol/images';
import { planeUrl } from '../../worker/protocol/images';
import type { TrainedDataset } from '../../worker/protocol/train';
import { toOwnModel } from './own-model';
import type { KeptModel } from './own-model';
import { fetchItems, fetchLatents } from '../atlas/files';
import { itemsOf } from './item-sheet';
import type { ItemSheet } from '../atlas/items';

/** What is known of a plane before its latents: what it shows, and the classes and the number of its items. */
export interface PlaneAtlas extends AtlasWindow {
  /** One without a name if the items have no classes. */
  readonly classNames: readonly string[];
  readonly latents: { readonly count: number };
}

export interface PlaneSource {
  readonly plane: Plane;
  readonly atlas: PlaneAtlas;
  /** What the model was trained on. */
  readonly data: TrainedDataset;
  /** Whether the decoder is given the class. */
  readonly isConditional: boolean;
  /** Whether the plane is a part of a latent space of more dimensions. */
  readonly isProjected: boolean;
  /** A picture of the decoded plane, to be shown first, with so many cells in a row. */
  readonly grid?: { readonly url: string; readonly columns: number };
  /** Opens the model, if the worker does not do so by itself. */
  readonly open?: (client: ImageClient) => Promise<void>;
  readonly latents: () => Promise<AtlasLatents>;
  readonly items: () => Promise<ItemSheet>;
}

/** Whether the items of a plane have classes. */
export function hasClasses({ classNames }: PlaneAtlas): boolean {
  return classNames.length > 1;
}

export function siteSource(atlas: Atlas): PlaneSource {
  const { file, columns } = atlas.grid;
  return {
    ...{ plane: 'vae', atlas, data: 'mnist-10k', isConditional: false, isProjected: false },
    grid: { url: `${planeUrl}atlas/${file}`, columns },
    latents: () => fetchLatents(atlas),
    items: () => fetchItems(atlas),
  };
}

/** @param classNames the names of the classes in the language of the page. */
export function ownSource(kept: KeptModel, classNames: readonly string[]): PlaneSource {
  const { data, isConditional, plane } = kept;
  const { window, latents, pictures, components } = plane;
  return {
    ...{ plane: 'own', data, isConditional, isProjected: components !== undefined },
    atlas: { ...window, classNames, latents: { count: latents.labels.length } },
    open: (client) => client.openOwn(toOwnModel(kept)),
    latents: () => Promise.resolve(latents),
    items: () => Promise.resolve(itemsOf(pictures)),
  };
}
