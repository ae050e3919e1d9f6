/** Selects the weights that a training takes over from another model: for other data, or for another head. */
import type { ModelSpec } from '@speil/api';
import type { HostTensor } from '../engines/engine.js';
import { declareModel } from '../model-spec/model.js';

export interface TransferredWeights {
  /** Values of the variables that both models have with the same name and shape. */
  readonly initial: Readonly<Record<string, HostTensor>>;
  /** Names of the variables of the new model that keep their initial weights from the seed. */
  readonly fresh: readonly string[];
}

/**
 * @param spec the model to be trained.
 * @param variables the values of a trained model's variables, by name.
 */
export function transferWeights(
  spec: ModelSpec,
  variables: Readonly<Record<string, HostTensor>>,
): TransferredWeights {
  const declared = declareModel(spec).variables;
  const isShared = ({ name, shape }: (typeof declared)[number]): boolean =>
    Object.hasOwn(variables, name) && variables[name]!.shape.join() === shape.join();
  const shared = declared.filter(isShared).map(({ name }) => [name, variables[name]!] as const);
  return {
    initial: Object.fromEntries(shared),
    fresh: declared.filter((variable) => !isShared(variable)).map(({ name }) => name),
  };
}
