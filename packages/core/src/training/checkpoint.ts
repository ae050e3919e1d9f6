/**
 * The complete state of a run as files: the model (so that a checkpoint is a model folder), the optimiser's state, the
 * best weights for early stopping, and the progress. Noise and order need no file: they follow from seed and step.
 */
import { CorruptError, DivergedError, parseJson, type ModelFile, type ModelSpec } from '@speil/api';
import * as z from 'zod';
import type { HostTensor } from '../engines/engine.js';
import { modelFiles, readModel } from '../files/model-files.js';
import { decodeSafetensors, encodeSafetensors } from '../files/safetensors.js';
import { fromFiles } from '../files/sources.js';
import type { TrainingCheckpoint } from './host.js';
import { progressSchema, type Progress } from './progress.js';

export const optimizerFileName = 'optimizer.safetensors';
export const bestFileName = 'best.safetensors';
/**
 * The weights from which training continues, if they are not the model's: when a run with early stopping ends, the
 * model gets the weights of the best epoch.
 */
export const currentFileName = 'current.safetensors';
export const stateFileName = 'state.json';

const stateSchema = z.object({
  format: z.literal('speil-training-state'),
  formatVersion: z.literal(1),
  seed: z.int().min(0),
  progress: progressSchema,
});

export interface CheckpointState {
  readonly seed: number;
  readonly progress: Progress;
  readonly variables: Readonly<Record<string, HostTensor>>;
  readonly optimizer: Readonly<Record<string, HostTensor>>;
  /** Weights of the best epoch; only with early stopping. */
  readonly best?: Readonly<Record<string, HostTensor>> | undefined;
  /** The model's weights, if they differ from `variables`. */
  readonly model?: Readonly<Record<string, HostTensor>> | undefined;
}

export function toCheckpoint(
  spec: ModelSpec,
  state: CheckpointState,
  training: NonNullable<ModelFile['training']>,
): TrainingCheckpoint {
  const { seed, progress, variables, optimizer, best, model } = state;
  const json = { format: 'speil-training-state', formatVersion: 1, seed, progress };
  return {
    step: progress.step,
    files: {
      ...modelFiles(spec, model ?? variables, { training }),
      [optimizerFileName]: encodeSafetensors(optimizer),
      [stateFileName]: new TextEncoder().encode(`${JSON.stringify(json, null, 2)}\n`),
      ...(best && { [bestFileName]: encodeSafetensors(best) }),
      ...(model && { [currentFileName]: encodeSafetensors(variables) }),
    },
  };
}

/** What the files of a checkpoint say about its run, without their weights. */
export interface CheckpointSummary {
  /** Number of steps that were done. */
  readonly step: number;
  /** The seed of the run, which one that resumes it must have too. */
  readonly seed: number;
  /** Scalars that were set while it trained, and stay set when it is resumed. */
  readonly held: Progress['held'];
}

/**
 * Reads which run a checkpoint continues, where only its files are known.
 *
 * @param what how messages name the files.
 * @returns undefined if the files are those of a model that cannot be resumed.
 * @throws InvalidFileError if the state is damaged.
 */
export function summariseCheckpoint(
  files: TrainingCheckpoint['files'],
  what: string,
): CheckpointSummary | undefined {
  const bytes = files[stateFileName];
  if (bytes === undefined) return undefined;
  const { seed, progress } = parseState(bytes, what);
  return { step: progress.step, seed, held: progress.held };
}

const parseState = (bytes: Uint8Array, what: string): z.infer<typeof stateSchema> =>
  parseJson(stateSchema, new TextDecoder().decode(bytes), `${what}/${stateFileName}`);

/** @throws CorruptError or InvalidFileError when a file is missing or damaged. */
export async function fromCheckpoint(checkpoint: TrainingCheckpoint): Promise<CheckpointState> {
  const what = `checkpoint ${checkpoint.step}`;
  const files = fromFiles(what, checkpoint.files);
  const model = await readModel(files);
  const { seed, progress } = parseState(await files.read(stateFileName), what);
  if (progress.step !== checkpoint.step) {
    throw new CorruptError(`${what} holds the state of step ${progress.step}.`);
  }
  const optimizer = decodeSafetensors(
    await files.read(optimizerFileName),
    `${what}/${optimizerFileName}`,
  );
  const bestBytes = checkpoint.files[bestFileName];
  const best = bestBytes && decodeSafetensors(bestBytes, `${what}/${bestFileName}`);
  const currentBytes = checkpoint.files[currentFileName];
  const variables = currentBytes
    ? decodeSafetensors(currentBytes, `${what}/${currentFileName}`)
    : model.variables;
  return { seed, progress, variables, optimizer, best };
}

/** Keeps non-finite values out of checkpoints. @throws DivergedError if a value is not finite. */
export function assertFinite(tensors: Readonly<Record<string, HostTensor>>): void {
  for (const [name, { values }] of Object.entries(tensors)) {
    if (!values.every(Number.isFinite)) {
      throw new DivergedError(`Variable '${name}' is no longer finite.`);
    }
  }
}
