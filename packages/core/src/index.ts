/** Autoencoders: models, training, latent-space tools, metrics. No public type here names a tfjs type. */
export * from './engines/index.js';
export * from './files/sources.js';
export { modelFiles, readModel, sha256Hex } from './files/model-files.js';
export type { ModelFilesOptions, ReadModel } from './files/model-files.js';
export { decodeSafetensors, encodeSafetensors } from './files/safetensors.js';
export type { WeightType } from './files/safetensors.js';
export * from './latent/points.js';
export * from './latent/tools.js';
export { createLatentModel } from './models/latent-model.js';
export type { LatentModelOptions } from './models/latent-model.js';
export type { Condition } from './models/condition.js';
export { loadModel } from './models/load.js';
export type { LoadedModel, LoadModelOptions } from './models/load.js';
export { evaluateModel } from './metrics/evaluate-model.js';
export type { Evaluation, EvaluateOptions } from './metrics/evaluate.js';
export * from './metrics/pictures.js';
export { normals, permutation, purposes, uniforms } from './random/streams.js';
export type { Purpose, StreamKey } from './random/streams.js';
export { philox } from './random/philox.js';
export { TrainingControl } from './training/control.js';
export type {
  TrainingCheckpoint,
  TrainingHost,
  TrainingPicture,
  TrainingResult,
} from './training/host.js';
export { assertTrainable, train } from './training/train.js';
export type { TrainOptions } from './training/train.js';
export { valueAt } from './training/schedules.js';
