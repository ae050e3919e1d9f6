/**
 * For packages that define networks: the one entry whose types name tfjs. All other public types of Speil do not.
 */
export { tensorFunction, take } from './engines/tensor-function.js';
export type { TensorBody, TensorGroups } from './engines/tensor-function.js';
export { createTfjsEngine } from './engines/tfjs-engine.js';
export { mendWasmKernels } from './engines/kernels/index.js';
export { decoding, encoding } from './metrics/scores.js';
export { createAutoencoder, drawLatent } from './models/autoencoder.js';
export type { Autoencoder, EncodedBatch } from './models/autoencoder.js';
export { applyLayer, dense } from './networks/layers.js';
export { applyNetwork } from './networks/network.js';
export { contextOf } from './networks/context.js';
export type { LayerContext } from './networks/context.js';
export { chargedKl, klPerDimension } from './objectives/kl.js';
export { elboLoss } from './objectives/elbo.js';
export type { ElboTerms, ObjectiveScalars } from './objectives/elbo.js';
export { detached, frozen, stopGradient } from './networks/stop-gradient.js';
export { drawData, negativeLogLikelihood, sumPerItem } from './objectives/likelihoods.js';
export { createOptimizer } from './training/optimizers/index.js';
export type { NamedTensors, Optimizer, Update } from './training/optimizers/index.js';
export { valueAndGradients } from './training/gradients.js';
export { trainingStep } from './training/step.js';
