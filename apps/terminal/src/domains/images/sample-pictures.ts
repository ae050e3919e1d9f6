/** Draws the samples of a training as one picture: related rows, aligned column by column. */
import { decodeItems, type Batch, type CodecSpec } from '@speil/api';
import type { TrainingPicture } from '@speil/core';
import { enlarge, imageCodec, montage, strips, type Picture } from '@speil/images';
import { sampleColumns } from '../domain.js';

/**
 * If the model's input differs from its target, the inputs are shown above the originals. They are enlarged by
 * repeating pixels, so that all rows have the same size.
 *
 * @param spec the spec of the model's codec.
 */
export function drawSample(sample: TrainingPicture, spec: CodecSpec): Picture {
  const picturesOf = (batch: Batch): Picture[] =>
    decodeItems(imageCodec({ ...spec, shape: batch.shape.slice(1) }), batch);
  if (sample.kind === 'samples')
    return montage(picturesOf(sample.samples), { columns: sampleColumns });
  const originals = picturesOf(sample.originals);
  const { width } = originals[0]!;
  const seen =
    sample.inputs &&
    picturesOf(sample.inputs).map((one) => enlarge(one, Math.round(width / one.width)));
  const rows = [originals, picturesOf(sample.reconstructions)];
  return strips(seen ? [seen, ...rows] : rows, { columns: sampleColumns });
}
