/**
 * An image file that a person chose or dropped. It is hostile until checked: its bytes are counted and its header read
 * before the browser's decoder sees it. Nothing of it is kept but 28 by 28 grey values.
 */
import { claimedSize, toGrey } from '@speil/images';
import type { Picture } from '@speil/images';
import { offscreen } from '../paint/tint';
import { digitFrom } from './digit-from';

export const maxMegabytes = 10;
export const maxMegapixels = 24;
/** Sides of the copy that is looked at, in pixels. */
const workingSide = 280;

/** Why a file was not taken; each has its text in the dictionaries (`file`). */
export type Refusal = 'kind' | 'size' | 'broken' | 'empty';

/** @returns 784 values, or why there are none. */
export async function readPictureFile(file: Blob): Promise<Uint8Array | Refusal> {
  if (file.size > maxMegabytes * 1e6) return 'size';
  let picture: Picture;
  try {
    const size = claimedSize(new Uint8Array(await file.arrayBuffer()), 'the file');
    if (size === undefined) return 'kind';
    if (size.width * size.height > maxMegapixels * 1e6) return 'size';
    picture = await decode(file);
  } catch {
    return 'broken';
  }
  return digitFrom(toGrey(picture)) ?? 'empty';
}

/** A small copy, turned as the file says; what is transparent lies on white. */
async function decode(file: Blob): Promise<Picture> {
  const bitmap = await createImageBitmap(file);
  try {
    const scale = Math.min(1, workingSide / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * scale));
    const height = Math.max(1, Math.round(bitmap.height * scale));
    const context = offscreen(width, height);
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const pixels = new Uint8Array(width * height * 3);
    for (let i = 0; i < width * height; i++) pixels.set(data.subarray(4 * i, 4 * i + 3), 3 * i);
    return { width, height, channels: 3, pixels };
  } finally {
    bitmap.close();
  }
}
