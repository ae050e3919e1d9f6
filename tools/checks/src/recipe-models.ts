/** Trains a recipe for a few steps, and adapts its model to the contract of latent models, for tests of recipes and models. */
import type { Batch, Dataset, LatentModel, Posterior, Recipe, TrainingEvent } from '@speil/api';
import { train, type Engine, type TrainingCheckpoint } from '@speil/core';
import { imageCodec, resize, type Picture } from '@speil/images';

/** What eight steps give. */
export interface BriefTraining {
  /** The reconstruction loss of each step. */
  readonly losses: readonly number[];
  /** The files of the model, by their names. */
  readonly files: TrainingCheckpoint['files'];
}

/** Eight steps of batch size 32. @param data 256 pictures. */
export async function trainBriefly(
  { name, model, training }: Recipe,
  data: Dataset,
  engine: Engine,
): Promise<BriefTraining> {
  const losses: number[] = [];
  let last: TrainingCheckpoint | undefined;
  await train({
    run: 'contract',
    recipe: name,
    spec: model,
    settings: { ...training, epochs: 1, batchSize: 32, sampleEverySteps: 1000 },
    engine,
    train: data,
    host: {
      emit(event: TrainingEvent) {
        if (event.type === 'step-end') losses.push(event.losses.reconstruction);
      },
      saveCheckpoint(checkpoint) {
        last = checkpoint;
        return Promise.resolve('checkpoint');
      },
      saveSample: () => Promise.resolve('sample'),
    },
  });
  return { losses, files: last!.files };
}

/** The first pictures of a dataset, at the size that the model's encoder takes. */
export async function picturesFor(
  { model: { codec, input } }: Recipe,
  data: Dataset,
  count: number,
): Promise<readonly Picture[]> {
  const { values } = await data.read(Array.from({ length: count }, (_, i) => i));
  const [height = 1, width = 1] = codec.shape;
  const size = values.length / count;
  const images = imageCodec(codec);
  const factor = input?.kind === 'reduced' ? input.factor : 1;
  return Array.from({ length: count }, (_, i) =>
    resize(
      images.decode(values.subarray(i * size, (i + 1) * size)),
      width / factor,
      height / factor,
    ),
  );
}

/** Adapts a model for the contract: with class 3 as the condition, and with indices for a codebook. */
export function adaptForContract(model: LatentModel<Picture, number>): LatentModel<Picture> {
  const { bottleneck, condition } = model.spec;
  const conditions = (count: number): { condition?: number[] } =>
    condition === null ? {} : { condition: Array.from({ length: count }, () => 3) };
  const toIndices = (latents: Batch): Batch =>
    bottleneck.kind === 'vq'
      ? {
          ...latents,
          values: latents.values.map((v) =>
            Math.floor(Math.abs(v) * (bottleneck.codebookSize - 1)),
          ),
        }
      : latents;
  return {
    ...model,
    encode: (items, options): Promise<Posterior> =>
      model.encode(items, { ...options, ...conditions(items.length) }),
    decode: (latents, options) =>
      model.decode(toIndices(latents), { ...options, ...conditions(latents.shape[0]!) }),
    dispose: () => {
      model.dispose();
    },
  };
}
