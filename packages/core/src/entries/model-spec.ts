/** What follows from a model's spec alone: shapes, variables, parameter counts. Loads no tfjs. */
export * from '../declarations/declarations.js';
export { inferFamily } from '../model-spec/family.js';
export { inferInputShape } from '../model-spec/input.js';
export { countParameters, declareModel } from '../model-spec/model.js';
export { classBits, isSequence, planSequence, sequenceNames } from '../model-spec/sequence.js';
export type { SequenceDecoder, SequencePlan } from '../model-spec/sequence.js';
export type { DeclaredLayer, ModelDeclaration, NetworkDeclaration } from '../model-spec/model.js';
