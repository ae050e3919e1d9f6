/** The atlas's files, which the page fetches when it has shown something. */
import { unpackCodes } from '@speil/api';
import type { Atlas, AtlasCodes } from '@speil/api';
import { planeUrl } from '../model/protocol';
import { loadItems } from './items';
import type { ItemSheet } from './items';

const folder = `${planeUrl}atlas/`;

export async function fetchCodes(atlas: Atlas): Promise<AtlasCodes> {
  const file = folder + atlas.codes.file;
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file} did not come. Received: ${response.status}.`);
  return unpackCodes(new Uint8Array(await response.arrayBuffer()), atlas.codes.count, atlas);
}

export async function fetchItems(atlas: Atlas): Promise<ItemSheet> {
  return await loadItems(folder + atlas.items.file, atlas);
}
