/** What can be said of a model from its spec alone. Loads no tfjs. */
export * from './declarations.js';
export { familyOf } from './family.js';
export { inputShapeOf } from './input.js';
export {
  conditionWidth,
  countParameters,
  declareModel,
  declareNetwork,
  parameterLimit,
} from './model.js';
export { classBits, isSequence, planSequence, sequenceNames } from './sequence.js';
export type { SequenceDecoder, SequencePlan } from './sequence.js';
export type { DeclaredLayer, ModelDeclaration, NetworkDeclaration } from './model.js';
