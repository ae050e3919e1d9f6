/** Draws the samples of a training as one picture of piano rolls. */
import { rowOf, type Batch, type ModelSpec } from '@speil/api';
import type { TrainingPicture } from '@speil/core';
import { montage, strips, type Picture } from '@speil/images';
import { planOfSpec, thumbnail, thumbnailShape, getWindow } from '@speil/music';
import { sampleColumns } from '../domain.js';

export function drawSample(sample: TrainingPicture, model: ModelSpec): Picture {
  const picturesOf = (batch: Batch): Picture[] => thumbnailsOf(model, batch);
  if (sample.kind === 'samples') {
    return montage(picturesOf(sample.samples), { columns: sampleColumns });
  }
  const rows = [picturesOf(sample.originals), picturesOf(sample.reconstructions)];
  return strips(rows, { columns: sampleColumns });
}

/** @returns `[height, width, channels]`. */
export function tileShape(model: ModelSpec): readonly number[] {
  const { config, converter } = planOfSpec(model);
  return thumbnailShape(converter, getWindow(config.dataConverter).steps);
}

/** Draws each row of a batch as a small picture of its notes. */
function thumbnailsOf(model: ModelSpec, batch: Batch): Picture[] {
  const { config, converter } = planOfSpec(model);
  const { steps } = getWindow(config.dataConverter);
  return Array.from({ length: batch.shape[0]! }, (_, i) =>
    thumbnail(converter.notes(rowOf(batch, i)), converter, steps),
  );
}
