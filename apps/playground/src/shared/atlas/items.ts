/**
 * The pictures of the atlas's items, cut from their sheet. They are in the alpha channel of the sheet, so that they can
 * be drawn in any colour.
 */
import type { Atlas } from '@speil/api';
import { ModelError } from '../../worker/page/failure';

export interface ItemSheet {
  readonly image: CanvasImageSource;
  /** @returns the position of a tile in the image, in pixels. */
  tileOf(item: number): { readonly left: number; readonly top: number };
  /** @returns the item's pixels, 0 to 255, row by row. */
  pictureOf(item: number): Uint8Array;
}

export async function loadItems(url: string, { items, tile }: Atlas): Promise<ItemSheet> {
  const [height, width] = tile;
  const image = await loadImage(url);
  const tileOf = (item: number) => ({
    left: (item % items.columns) * width,
    top: Math.floor(item / items.columns) * height,
  });
  return {
    image,
    tileOf,
    pictureOf(item) {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [width, height];
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (context === null) throw new Error('This browser gave no canvas to read a picture from.');
      const { left, top } = tileOf(item);
      context.drawImage(image, left, top, width, height, 0, 0, width, height);
      const { data } = context.getImageData(0, 0, width, height);
      return Uint8Array.from({ length: width * height }, (_, i) => data[4 * i + 3]!);
    },
  };
}

export async function loadImage(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.decoding = 'async';
  image.fetchPriority = 'low';
  image.src = url;
  await image.decode().catch((error: unknown) => {
    throw new ModelError({
      reason: `${url} could not be loaded. ${String(error)}`,
      cause: 'connection',
    });
  });
  return image;
}
