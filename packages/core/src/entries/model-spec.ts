/**
 * What can be computed from the spec of a model: shapes, variables, parameter counts. This entry does not load tfjs.
 */
export * from '../declarations/declarations.js';
export { inferFamily } from '../model-spec/family.js';
export { inferInputShape } from '../model-spec/input.js';
export { countParameters, declareModel } from '../model-spec/model.js';
export type { RowKind } from '../model-spec/likelihoods.js';
export type { LatentSpace, PriorDeclaration } from '../model-spec/priors/prior.js';
export { classBits, isSequence, planSequence, sequenceNames } from '../model-spec/sequence.js';
export type { SequenceDecoder, SequencePlan } from '../model-spec/sequence.js';
export type { DeclaredLayer, ModelDeclaration, NetworkDeclaration } from '../model-spec/model.js';
