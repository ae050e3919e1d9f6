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
export type { DeclaredLayer, ModelDeclaration, NetworkDeclaration } from './model.js';
