/** Model folders that a training goes on from: those that the page saved, or a person opened. */
import { IncompatibleError } from '@speil/api';
import type { ModelFile } from '@speil/api';
import { fromFiles, readModel, summariseCheckpoint } from '@speil/core';
import type { TrainOptions } from '@speil/core';
import {
  batchSizes,
  engines,
  families,
  latentSizes,
  networks,
  noises,
  siteDatasets,
  type ModelFolder,
  type TrainExchanges,
  type TrainingRequest,
} from '../protocol/train';
import { specOf } from './model';

/** How messages name the folder. */
const name = 'the model folder';

/** @returns where training begins: at its checkpoint, or at least with its weights. */
export async function beginningOf(
  files: ModelFolder,
): Promise<Pick<TrainOptions, 'resume' | 'initial'>> {
  const summary = summariseCheckpoint(files, name);
  if (summary !== undefined) return { resume: { step: summary.step, files } };
  return { initial: (await readModel(fromFiles(name, files))).variables };
}

/** @throws InvalidFileError or CorruptError for damaged files; IncompatibleError for a model of another kind. */
export async function identify(files: ModelFolder): Promise<TrainExchanges['identify']['answer']> {
  const { file } = await readModel(fromFiles(name, files));
  const request = requestOf(file);
  if (request === undefined) {
    throw new IncompatibleError(
      `This page trains its own models only. Received: ${file.spec.name}.`,
    );
  }
  const summary = summariseCheckpoint(files, name);
  const { learningRate, beta } = summary?.held ?? {};
  return {
    request: {
      ...request,
      ...(typeof learningRate === 'number' && { learningRate }),
      ...(typeof beta === 'number' && { beta }),
    },
    step: summary?.step ?? 0,
  };
}

/** @returns the request that trains such a model; undefined if there is none. */
function requestOf({ spec, training }: ModelFile): TrainingRequest | undefined {
  const data = siteDatasets.find((one) => training?.dataset.id === `${one}/train`);
  if (data === undefined || training === undefined) return undefined;
  const { batchSize, seed, learningRate, beta } = training.settings;
  const latents = spec.latentShape[0]!;
  const { least, most } = latentSizes;
  if (!batchSizes.some((size) => size === batchSize) || latents < least || latents > most) {
    return undefined;
  }
  if (learningRate.kind !== 'constant' || beta.kind !== 'constant') return undefined;
  const rest = {
    ...{ data, batchSize, seed, latents, engine: engines[0] },
    noise: spec.input?.kind === 'corrupted' ? (spec.input.drawn ?? noises[0]) : noises[0],
    learningRate: learningRate.value,
    beta: beta.value,
  };
  const requests = families.flatMap((family) =>
    networks.map((network) => ({ ...rest, family, network })),
  );
  const classes = spec.condition?.kind === 'label' ? spec.condition.classes : 0;
  const taken = { shape: spec.codec.shape, classNames: Array.from({ length: classes }, String) };
  const wanted = JSON.stringify(spec);
  return requests.find((request) => JSON.stringify(specOf(request, taken)) === wanted);
}
