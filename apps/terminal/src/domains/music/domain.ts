/** The domain of music: songs cut into the model's windows; samples are drawn as piano rolls. */
import { NotFoundError } from '@speil/api';
import {
  fetchNotes,
  isHere,
  namedNotes,
  openExamples,
  locateNotes,
  type NamedNotes,
} from '@speil/music/node';
import type { Domain } from '../domain.js';
import { openMusicData } from './data.js';
import { evaluateMusic } from './evaluate.js';
import { exportMusic } from './export.js';
import { plural } from '../../report/format.js';
import { describeNotes } from './describe-data.js';
import { fitNotes } from './families.js';
import { musicFacts } from './facts.js';
import { withMusicSpace } from './latent-space.js';
import { verifyMusic } from './verify.js';
import { packMusic } from './pack.js';
import { drawSample, tileShape } from './sample-pictures.js';

const catalogue: readonly NamedNotes[] = namedNotes;

export const music: Domain = {
  ...musicFacts,
  datasets: {
    catalogue: catalogue.map(({ name, title, licence, download }) => ({
      name,
      title,
      licence,
      fetchable: download !== undefined,
      generated: false,
    })),
    locate: async (name, options) => {
      const dataset = catalogue.find((candidate) => candidate.name === name);
      return dataset && locateNotes(dataset, options);
    },
    isHere,
    fetch: fetchNotes,
  },
  fitRecipe: fitNotes,
  describeData: describeNotes,
  summarise: ({ size }) => plural(size, 'window'),
  async open(name, { model, training, transposition }, { part, dir, limit, plain }) {
    const examples = await openExamples(name, model, {
      split: part,
      seed: training.seed,
      ...(part === 'train' && !plain && transposition !== undefined && { transposition }),
      ...(dir !== undefined && { dir }),
      ...(limit !== undefined && { limit }),
    });
    if (examples.size > 0) return examples;
    throw new NotFoundError(
      `${examples.id} has no window that ${model.name} takes. Try other --data.`,
    );
  },
  drawSample: (sample, { model }) => drawSample(sample, model),
  tileShape,
  withLatentSpace: withMusicSpace,
  async openData(found, options, _io, check) {
    const { checkpoint, open } = await openMusicData(found, options);
    const { spec } = checkpoint.plan;
    check?.(spec);
    const model = { file: { spec }, variables: checkpoint.variables };
    return { model, dataset: await open(options.split) };
  },
  evaluate: evaluateMusic,
  exportModel: exportMusic,
  verifyModel: verifyMusic,
  packModel: packMusic,
};
