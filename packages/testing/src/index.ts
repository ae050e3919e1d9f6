/**
 * The contracts of Speil as Vitest suites. Pass your codec, dataset, model or engine to the suite of its contract to
 * check it. Speil's own packages use the same suites.
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
export { epochEnd, runStart, stepEnd } from './training-events.js';
