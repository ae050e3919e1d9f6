/** A sheet of pictures that the page makes, in place of one that is fetched. */
import { pictureSide } from '../../worker/protocol/images';
import type { ItemSheet } from '../atlas/items';
import { asAlpha, offscreen } from '../paint/tint';

/** Pictures in a row of a sheet that the page makes. */
const columns = 40;

/** @param pictures one after the other, a byte for each pixel. @returns a sheet of them. */
export function itemsOf(pictures: Uint8Array): ItemSheet {
  const size = pictureSide ** 2;
  const count = pictures.length / size;
  const pictureOf = (item: number): Uint8Array => pictures.subarray(item * size, (item + 1) * size);
  const tileOf = (item: number) => ({
    left: (item % columns) * pictureSide,
    top: Math.floor(item / columns) * pictureSide,
  });
  const context = offscreen(columns * pictureSide, Math.ceil(count / columns) * pictureSide);
  for (let item = 0; item < count; item++) {
    const { left, top } = tileOf(item);
    context.putImageData(asAlpha(pictureOf(item), pictureSide), left, top);
  }
  return { image: context.canvas, tileOf, pictureOf };
}
