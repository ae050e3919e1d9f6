/** The weights of another model that a run starts from. */
import { IncompatibleError, type Recipe } from '@speil/api';
import { readModel, transferWeights, type TransferredWeights } from '@speil/core';
import { resolveModel } from '../models/resolve.js';
import { plural } from '../report/format.js';

export interface InitialWeights {
  readonly initial: TransferredWeights['initial'];
  /** For the person, one line each. */
  readonly notices: readonly string[];
}

/** Maximum number of variables that a notice names. */
const named = 6;

/**
 * @param from an absolute path, with `@best` or a step for a checkpoint of a run, or the name of a model.
 * @throws what `resolveModel` and the model's reader throw; IncompatibleError if no variable fits.
 */
export async function readInitialWeights(from: string, recipe: Recipe): Promise<InitialWeights> {
  const { source, form, warnings } = resolveModel(from, { cwd: process.cwd(), env: process.env });
  if (form === 'checkpoint') {
    throw new IncompatibleError(
      `--from takes a model of Speil's own. Received: ${from}, a checkpoint of another program.`,
    );
  }
  const { file, variables } = await readModel(source);
  const { initial, fresh, activations } = transferWeights(recipe.model, {
    spec: file.spec,
    variables,
  });
  const taken = Object.keys(initial).length;
  if (taken === 0) {
    throw new IncompatibleError(
      `No variable of ${from} has the name and the shape of one of ${recipe.name}: there is nothing to start from.`,
    );
  }
  const rest =
    fresh.length === 0
      ? ''
      : `; these start anew, since they are of other layers or shapes: ${nameSome(fresh)}`;
  return {
    initial,
    notices: [
      ...warnings,
      `Starts from ${from}: ${taken} of ${plural(taken + fresh.length, 'variable')}${rest}.`,
      ...(activations.length > 0
        ? [`The activations of these layers differ: ${nameSome(activations)}.`]
        : []),
    ],
  };
}

function nameSome(names: readonly string[]): string {
  const more = names.length > named ? ` and ${names.length - named} more` : '';
  return `${names.slice(0, named).join(', ')}${more}`;
}
