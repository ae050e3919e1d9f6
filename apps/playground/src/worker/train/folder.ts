/** Model folders that a training goes on from: those that the page saved, or a person opened. */
import { IncompatibleError } from '@speil/api';
import { fromFiles, readModel, summariseCheckpoint } from '@speil/core';
import type { TrainOptions } from '@speil/core';
import type { TrainExchanges } from '../protocol/train';
import type { ModelFolder } from '../protocol/own-model';
import { requestOf } from './model';

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
