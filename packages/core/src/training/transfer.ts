/** Selects the weights that a training takes over from another model: for other data, or for another head. */
import type { LayerSpec, ModelSpec } from '@speil/api';
import type { HostTensor } from '../engines/engine.js';
import { declareModel } from '../model-spec/model.js';

/** What a new model takes over from a trained one. */
export interface TransferredWeights {
  /**
   * Values of the variables that both models have with the same name and shape. Those of the likelihood are left out if
   * a variable of the decoder is.
   */
  readonly initial: Readonly<Record<string, HostTensor>>;
  /** Names of the variables of the new model that keep their initial weights from the seed. */
  readonly fresh: readonly string[];
  /** Layers whose activations differ, such as `decoder/8: linear instead of sigmoid`: their weights mean something else. */
  readonly activations: readonly string[];
}

/**
 * Finds the weights of a trained model that another model can start from.
 *
 * @param spec the model to be trained.
 * @param from a trained model, and the values of its variables by name.
 */
export function transferWeights(
  spec: ModelSpec,
  from: { readonly spec: ModelSpec; readonly variables: Readonly<Record<string, HostTensor>> },
): TransferredWeights {
  const { variables } = from;
  const declared = declareModel(spec).variables;
  const fits = ({ name, shape }: (typeof declared)[number]): boolean =>
    Object.hasOwn(variables, name) && variables[name]!.shape.join() === shape.join();
  // A learned variance is that of the errors of its own decoder: with a new one it would make every error enormous.
  const isNewDecoder = declared.some((variable) => isIn(variable, 'decoder') && !fits(variable));
  const isShared = (variable: (typeof declared)[number]): boolean =>
    fits(variable) && !(isNewDecoder && isIn(variable, 'likelihood'));
  const shared = declared.filter(isShared).map(({ name }) => [name, variables[name]!] as const);
  return {
    initial: Object.fromEntries(shared),
    fresh: declared.filter((variable) => !isShared(variable)).map(({ name }) => name),
    activations: otherActivations(spec, from.spec),
  };
}

const isIn = ({ name }: { readonly name: string }, part: string): boolean =>
  name.startsWith(`${part}/`);

function otherActivations(spec: ModelSpec, from: ModelSpec): readonly string[] {
  const before = activationsOf(from);
  return [...activationsOf(spec)].flatMap(([layer, activation]) => {
    const other = before.get(layer);
    return other === undefined || other === activation
      ? []
      : [`${layer}: ${activation} instead of ${other}`];
  });
}

/** The activation of each layer that has one, by the layer's path. A sequence has none that could differ. */
function activationsOf({ architecture }: ModelSpec): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (layers: readonly LayerSpec[], path: string): void => {
    layers.forEach((layer, i) => {
      const name = `${path}/${i}`;
      if ('activation' in layer) found.set(name, layer.activation);
      if ('layers' in layer) visit(layer.layers, name);
    });
  };
  if (!('kind' in architecture)) {
    visit(architecture.encoder, 'encoder');
    visit(architecture.decoder, 'decoder');
  }
  return found;
}
