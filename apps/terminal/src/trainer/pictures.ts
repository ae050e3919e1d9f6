/** What a training shows of itself as one picture: rows that belong together, column by column. */
import { itemsOf, type Batch, type CodecSpec } from '@speil/api';
import type { TrainingPicture } from '@speil/core';
import { enlarge, imageCodec, montage, strips, type Picture } from '@speil/images';

/** Pictures side by side in a sample; the dashboard takes them apart again. */
export const sampleColumns = 8;

/**
 * Of a model that sees something else than its target, what it sees stands above the originals: as noisy as it was, and as
 * coarse, in pixels so large that all rows are of one size.
 *
 * @param spec of the model's codec.
 */
export function drawSample(sample: TrainingPicture, spec: CodecSpec): Picture {
  const picturesOf = (batch: Batch): Picture[] =>
    itemsOf(imageCodec({ ...spec, shape: batch.shape.slice(1) }), batch);
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
