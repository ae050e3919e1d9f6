/** `--judge`: what a classifier says of a model's draws, beside real items of the data. */
import { IncompatibleError, itemsOf, type Dataset } from '@speil/api';
import { assertJudge, judgeItems, sample, type Judgement } from '@speil/core';
import { imageCodec, type Picture } from '@speil/images';
import { drawn } from '@speil/images/node';
import type { Io } from '../cli/io.js';
import { conditionsFor } from './condition.js';
import { refuseTooMany, withModel, type ModelOptions } from './model.js';

export interface JudgeRequest extends ModelOptions {
  /** The classifier: a name, a run or a folder. */
  readonly judge: string;
  /** As many draws, and at most as many real items. */
  readonly draws: number;
  readonly seed: number;
}

/** A conditional model is asked for each class in turn. */
export async function judgeDraws(
  name: string,
  dataset: Dataset,
  request: JudgeRequest,
  io: Io,
): Promise<Judgement> {
  const { judge, draws, seed } = request;
  return withModel(judge, request, io, (classifier) => {
    assertJudge(classifier);
    return withModel(name, request, io, async (model) => {
      const { shape } = model.spec.codec;
      if (shape.join() !== classifier.spec.codec.shape.join()) {
        throw new IncompatibleError(
          `${judge} judges items of ${classifier.spec.codec.shape.join(' x ')}; ${name} makes ${shape.join(' x ')}.`,
        );
      }
      refuseTooMany(draws, model);
      const told = conditionsFor(model, undefined, draws);
      io.progress.update(`sampling ${draws} items for ${judge}`);
      const generated = await sample(model, draws, { seed, ...told });
      io.progress.update(`judging by ${judge}`);
      const asked = told.condition && { asked: told.condition };
      return judgeItems<Picture>(classifier, await someItems(dataset, draws), generated, asked);
    });
  });
}

async function someItems(dataset: Dataset, most: number): Promise<readonly Picture[]> {
  const some = drawn(dataset, most);
  const indices = Array.from({ length: some.size }, (_, i) => i);
  const codec = imageCodec({ id: 'image', shape: [...dataset.shape] });
  return itemsOf(codec, await some.read(indices));
}
