/** Autoencoders: models, training, latent-space tools, metrics. No public type here names a tfjs type. */
export * from './engines.js';
export { fromFiles, fromUrl } from '../files/sources.js';
export type { ModelSource, UrlSourceOptions } from '../files/sources.js';
export { modelFiles, readModel, sha256Hex } from '../files/model-files.js';
export type { ModelFilesOptions, ModelParts, ReadModel } from '../files/model-files.js';
export { decodeSafetensors, encodeSafetensors } from '../files/safetensors.js';
export type { WeightType } from '../files/safetensors.js';
export { around } from '../latent/around.js';
export { attributeVector, meanPoint } from '../latent/attribute-vector.js';
export { gridPoints, traversal } from '../latent/grid.js';
export type { GridOptions } from '../latent/grid.js';
export { lerp, path, slerp, square } from '../latent/interpolate.js';
export type { PathOptions, SquareOptions } from '../latent/interpolate.js';
export { nearestNeighbours } from '../latent/neighbours.js';
export type { Neighbour } from '../latent/neighbours.js';
export { fitGaussianMixture, logDensity } from '../latent/gaussian-mixture.js';
export type {
  GaussianComponent,
  GaussianMixture,
  MixtureOptions,
} from '../latent/gaussian-mixture.js';
export * from '../latent/samplers.js';
export { sampleStandardNormal } from '../priors/standard-normal.js';
export * from '../latent/tools.js';
export { collectLatents } from '../latent-model/collect-latents.js';
export type { CollectedLatents, CollectLatentsOptions } from '../latent-model/collect-latents.js';
export { encodeDataset } from '../latent-model/encode-dataset.js';
export type { EncodeDatasetOptions, EncodedItems } from '../latent-model/encode-dataset.js';
export { createLatentModel } from '../latent-model/latent-model.js';
export type { LatentModelOptions } from '../latent-model/latent-model.js';
export type { Condition } from '../autoencoder/batch-extras.js';
export { loadModel } from '../latent-model/load.js';
export type { LoadedModel, LoadModelOptions } from '../latent-model/load.js';
export { evaluateModel } from '../metrics/evaluate-model.js';
export type { Evaluation, EvaluateOptions } from '../metrics/evaluate.js';
export { frechetDistance, precisionRecall } from '../metrics/feature-distances.js';
export type { PrecisionRecall } from '../metrics/feature-distances.js';
export { assertJudge, judgeItems } from '../metrics/judge.js';
export type { Judge, JudgeOptions, Judgement } from '../metrics/judge.js';
export { mutualInformationGap } from '../metrics/mig.js';
export type { MutualInformationGap } from '../metrics/mig.js';
export { latentInformation } from '../metrics/mutual-information.js';
export type { LatentInformation, LatentInformationOptions } from '../metrics/mutual-information.js';
export {
  CovarianceSums,
  principalComponents,
  findPrincipalComponents,
  principalWidth,
} from '../metrics/pca.js';
export { project, unproject } from '../metrics/linear-projection.js';
export type { PrincipalComponents } from '../metrics/linear-projection.js';
export { linearProbe, nearestNeighbourAccuracy } from '../metrics/probes.js';
export type {
  Labelled,
  LinearProbe,
  LinearProbeOptions,
  NeighbourOptions,
} from '../metrics/probes.js';
export { twoSampleTest } from '../metrics/two-sample.js';
export type { TwoSampleOptions, TwoSampleTest } from '../metrics/two-sample.js';
export * from '../metrics/pictures.js';
export { normals, permutation, uniforms } from '../random/streams.js';
export type { Purpose, StreamKey } from '../random/streams.js';
export { philox } from '../random/philox.js';
export { summariseCheckpoint } from '../training/checkpoint.js';
export type { CheckpointSummary } from '../training/checkpoint.js';
export { TrainingControl } from '../training/control.js';
export type { ModelInTraining } from '../training/inspect.js';
export type {
  TrainingCheckpoint,
  TrainingHost,
  TrainingPicture,
  TrainingResult,
} from '../training/host.js';
export { assertTrainable, train } from '../training/train.js';
export type { TrainOptions } from '../training/options.js';
export { transferWeights } from '../training/transfer.js';
export type { TransferredWeights } from '../training/transfer.js';
export { describeShortenedSchedules, valueAt } from '../training/schedules.js';
