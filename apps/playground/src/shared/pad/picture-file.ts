/**
 * Reads an image file of any type that the browser decodes. The file is not trusted. Its size and, for common types,
 * the dimensions in its header are checked before decoding. For other types the decoded picture is checked. Only 28 by
 * 28 grey values are kept.
 */
import { readClaimedSize } from '@speil/images';
import type { Picture } from '@speil/images';
import { offscreen } from '../paint/tint';
import { digitFrom } from './digit-from';
import { onPaper } from './see-through';

export const maxMegabytes = 10;
export const maxMegapixels = 24;
/** The longest side of the small copy that is processed, in pixels. */
const workingSide = 280;

/** Why a file was refused; each reason has a text in the dictionaries (`file`). */
export type Refusal = 'kind' | 'size' | 'broken' | 'empty';

/** @returns 784 values, or the reason for a refusal. */
export async function readPictureFile(file: Blob): Promise<Uint8Array | Refusal> {
  if (file.size > maxMegabytes * 1e6) return 'size';
  let usual = true;
  let picture: Picture | undefined;
  try {
    const size = readClaimedSize(new Uint8Array(await file.arrayBuffer()), 'the file');
    usual = size !== undefined;
    if (size !== undefined && isTooLarge(size)) return 'size';
    picture = await decode(file);
  } catch {
    return usual ? 'broken' : 'kind';
  }
  if (picture === undefined) return 'size';
  return digitFrom(picture) ?? 'empty';
}

const isTooLarge = ({ width, height }: { width: number; height: number }): boolean =>
  width * height > maxMegapixels * 1e6;

/** @returns a small grey copy in the file's orientation; undefined for a picture that is too large. */
async function decode(file: Blob): Promise<Picture | undefined> {
  const bitmap = await createImageBitmap(file);
  try {
    if (isTooLarge(bitmap)) return undefined;
    const scale = Math.min(1, workingSide / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * scale));
    const height = Math.max(1, Math.round(bitmap.height * scale));
    const context = offscreen(width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    return onPaper(width, height, context.getImageData(0, 0, width, height).data);
  } finally {
    bitmap.close();
  }
}
