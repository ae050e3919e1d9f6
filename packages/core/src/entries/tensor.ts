/** For packages that define networks. This is the only entry whose types name tfjs types. */
export { getBody, getOptions, take, tensorFunction } from '../engines/tensor-function.js';
export type {
  TensorBody,
  TensorFunctionOptions,
  TensorGroups,
} from '../engines/tensor-function.js';
export { createTfjsEngine } from '../engines/tfjs-engine.js';
export { decoding, encoding } from '../functions/model-functions.js';
export { createAutoencoder, drawLatent } from '../autoencoder/autoencoder.js';
export type { Autoencoder, DecodeInputs, GenerateInputs } from '../autoencoder/autoencoder.js';
export type { BatchExtras } from '../autoencoder/batch-extras.js';
export type { DeclaredLayer, ModelDeclaration, NetworkDeclaration } from '../model-spec/model.js';
export type { EncodedBatch, Quantized } from '../networks/encoded.js';
export { applyLayer } from '../networks/layers/layers.js';
export { dense } from '../networks/layers/dense.js';
export { applyNetwork } from '../networks/network.js';
export { createContext } from '../ops/context.js';
export type { LayerContext } from '../ops/context.js';
export { computeObjective } from '../objective/objective.js';
export type { ObjectiveTerms, ObjectiveScalars } from '../objective/objective.js';
export { detached, frozen, stopGradient } from '../ops/stop-gradient.js';
export { createLikelihood } from '../likelihoods/likelihoods.js';
export type { Likelihood, LikelihoodVariables, SamplingNoise } from '../likelihoods/likelihood.js';
export { sumPerItem } from '../likelihoods/likelihood.js';
export type { Prior, PriorDraw } from '../priors/prior.js';
export { createOptimizer } from '../training/optimizers/optimizers.js';
export { chain } from '../training/optimizers/optimizer.js';
export type {
  NamedTensors,
  Optimizer,
  OptimizerTransform,
  Update,
} from '../training/optimizers/optimizer.js';
export { valueAndGradients, type ValueAndGradients } from '../training/gradients.js';
export { trainingStep } from '../training/step.js';
