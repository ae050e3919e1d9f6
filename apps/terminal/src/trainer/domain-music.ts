/** Music: songs cut into the model's windows; the validation songs validate, and samples are piano rolls. */
import { NotFoundError, rowOf, type Batch, type ModelSpec } from '@speil/api';
import { montage, strips, type Picture } from '@speil/images';
import { planOfSpec, thumbnail, windowOf } from '@speil/music';
import { notesAreHere, openExamples } from '@speil/music/node';
import type { Domain } from './domains.js';
import { sampleColumns } from './pictures.js';

export const music: Domain = {
  isHere: (name, dir) => notesAreHere(name, dir === undefined ? {} : { dataDir: dir }),
  async open(name, { model, training, transposition }, { part, dir, limit, plain }) {
    const examples = await openExamples(name, model, {
      split: part,
      seed: training.seed,
      ...(part === 'train' && !plain && transposition !== undefined && { transposition }),
      ...(dir !== undefined && { dataDir: dir }),
      ...(limit !== undefined && { limit }),
    });
    if (examples.size > 0) return examples;
    throw new NotFoundError(
      `${examples.id} has no window that ${model.name} takes. Try other --data.`,
    );
  },
  draw(sample, { model }) {
    const picturesOf = (batch: Batch): Picture[] => thumbnailsOf(model, batch);
    if (sample.kind === 'samples') {
      return montage(picturesOf(sample.samples), { columns: sampleColumns });
    }
    const rows = [picturesOf(sample.originals), picturesOf(sample.reconstructions)];
    return strips(rows, { columns: sampleColumns });
  },
};

/** Rows of numbers as small pictures of the notes that they are. */
function thumbnailsOf(model: ModelSpec, batch: Batch): Picture[] {
  const { config, converter } = planOfSpec(model);
  const { steps } = windowOf(config.dataConverter);
  return Array.from({ length: batch.shape[0]! }, (_, i) =>
    thumbnail(converter.notes(rowOf(batch, i)), converter, steps),
  );
}
