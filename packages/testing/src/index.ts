/**
 * The contracts of Speil as Vitest suites: hand them your codec, dataset, model or engine and they say whether it keeps
 * its word. Used by Speil's own packages and meant for contributors.
 */
export { codecContract } from './codec-contract.js';
export type { CodecContractOptions } from './codec-contract.js';
export { datasetContract } from './dataset-contract.js';
export { engineContract } from './engine-contract.js';
export type { EngineContractOptions } from './engine-contract.js';
export { finiteDifferences, relativeError } from './finite-differences.js';
export type { FiniteDifferencesOptions } from './finite-differences.js';
export { latentModelContract } from './latent-model-contract.js';
export type { LatentModelContractOptions } from './latent-model-contract.js';
export { syntheticImages } from './synthetic.js';
