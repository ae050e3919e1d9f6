/** `--judge`: a classifier scores samples of a model and, for comparison, real items of the data. */
import { IncompatibleError, decodeItems, type Dataset } from '@speil/api';
import { assertJudge, judgeItems, sample, type Judgement } from '@speil/core';
import { imageCodec, type Picture } from '@speil/images';
import { drawSubset } from '@speil/images/node';
import type { EngineOption } from '../../engines/engines.js';
import type { Io } from '../../io/io.js';
import type { ResolvedModel } from '../domain.js';
import { conditionsFor } from './conditions.js';
import { refuseTooMany, withPictureModel } from './model.js';

export interface JudgeRequest extends EngineOption {
  /** The classifier. */
  readonly judge: ResolvedModel;
  /** Number of samples, which is also the upper bound on the number of real items. */
  readonly draws: number;
  readonly seed: number;
}

/** Samples each class in turn if the model is conditional. */
export async function judgeSamples(
  found: ResolvedModel,
  dataset: Dataset,
  request: JudgeRequest,
  io: Io,
): Promise<Judgement> {
  const { judge, draws, seed } = request;
  return withPictureModel(judge, request, io, (classifier) => {
    assertJudge(classifier);
    return withPictureModel(found, request, io, async (model) => {
      const { shape } = model.spec.codec;
      if (shape.join() !== classifier.spec.codec.shape.join()) {
        throw new IncompatibleError(
          `${judge.name} judges items of ${classifier.spec.codec.shape.join(' x ')}; ${found.name} makes ${shape.join(' x ')}.`,
        );
      }
      refuseTooMany(draws, model);
      const conditions = conditionsFor(model, undefined, draws);
      io.progress.update(`sampling ${draws} items for ${judge.name}`);
      const generated = await sample(model, draws, { seed, ...conditions });
      io.progress.update(`judging by ${judge.name}`);
      const requested = conditions.condition && { requested: conditions.condition };
      return judgeItems<Picture>(classifier, await someItems(dataset, draws), generated, requested);
    });
  });
}

async function someItems(dataset: Dataset, most: number): Promise<readonly Picture[]> {
  const some = drawSubset(dataset, most);
  const indices = Array.from({ length: some.size }, (_, i) => i);
  const codec = imageCodec({ id: 'image', shape: [...dataset.shape] });
  return decodeItems(codec, await some.read(indices));
}
