/**
 * Reads an image file of any type that the browser decodes. The file is not trusted. Its size and, for common types,
 * the dimensions in its header are checked before decoding. For other types the decoded picture is checked. Only a
 * digit of 28 by 28 grey values, or 64 by 64 pixels in colour, are kept.
 */
import { readClaimedSize, resize } from '@speil/images';
import type { Picture } from '@speil/images';
import { colourSide } from '../../worker/protocol/images';
import { offscreen } from '../paint/tint';
import { digitFrom } from './digit-from';
import { maxMegabytes, maxMegapixels } from './picture-limits';
import { onPaper } from './see-through';

/** The longest side of the small copy that is processed, in pixels. */
const workingSide = 280;

/** Why a file was refused; each reason has a text in the dictionaries (`file`). */
export type Refusal = 'kind' | 'size' | 'broken' | 'empty';

/** @returns the 784 values of a digit, or the reason for a refusal. */
export function readDigitFile(file: Blob): Promise<Uint8Array | Refusal> {
  return readFile(file, (bitmap) => digitFrom(greyCopy(bitmap)) ?? 'empty');
}

/** @returns the middle of a picture in colour, `[64, 64, 3]`, or the reason for a refusal. */
export function readColourFile(file: Blob): Promise<Uint8Array | Refusal> {
  return readFile(file, (bitmap) => middleOf(bitmap));
}

async function readFile(
  file: Blob,
  convert: (bitmap: ImageBitmap) => Uint8Array | Refusal,
): Promise<Uint8Array | Refusal> {
  if (file.size > maxMegabytes * 1e6) return 'size';
  let usual = true;
  let bitmap: ImageBitmap | undefined;
  try {
    const size = readClaimedSize(new Uint8Array(await file.arrayBuffer()), 'the file');
    usual = size !== undefined;
    if (size !== undefined && isTooLarge(size)) return 'size';
    bitmap = await createImageBitmap(file);
    return isTooLarge(bitmap) ? 'size' : convert(bitmap);
  } catch {
    return usual ? 'broken' : 'kind';
  } finally {
    bitmap?.close();
  }
}

const isTooLarge = ({ width, height }: { width: number; height: number }): boolean =>
  width * height > maxMegapixels * 1e6;

/** A small grey copy in the file's orientation. */
function greyCopy(bitmap: ImageBitmap): Picture {
  const scale = Math.min(1, workingSide / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = offscreen(width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return onPaper(width, height, context.getImageData(0, 0, width, height).data);
}

/** The largest square in the middle, on white where the picture is transparent. */
function middleOf(bitmap: ImageBitmap): Uint8Array {
  const side = Math.min(bitmap.width, bitmap.height);
  const width = Math.min(side, workingSide);
  const context = offscreen(width, width);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, width);
  context.imageSmoothingQuality = 'high';
  const [left, top] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
  context.drawImage(bitmap, left, top, side, side, 0, 0, width, width);
  const { data } = context.getImageData(0, 0, width, width);
  const pixels = Uint8Array.from({ length: width * width * 3 }, (_, i) => {
    return data[4 * Math.floor(i / 3) + (i % 3)]!;
  });
  // Browsers shrink in different ways. This filter decides most of the result.
  return resize({ width, height: width, channels: 3, pixels }, colourSide, colourSide).pixels;
}
