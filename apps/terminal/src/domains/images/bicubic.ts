/** The baseline of super-resolution: bicubic interpolation, without a model. */
import { decodeItems, stackRows, type Batch } from '@speil/api';
import { bicubicBaseline, imageCodec } from '@speil/images';

/** @param originals `[batch, height, width, channels]`. @returns them, reduced and enlarged again. */
export function enlargeByBicubic(originals: Batch, factor: number): Batch {
  const codec = imageCodec({ id: 'image', shape: originals.shape.slice(1) });
  const enlarged = decodeItems(codec, originals).map((picture) => bicubicBaseline(picture, factor));
  return stackRows(
    enlarged.map((picture) => codec.encode(picture)),
    codec.shape,
  );
}
