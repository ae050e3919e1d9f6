/**
 * How pictures of other proportions are fitted to a model's shape: as the command says, otherwise as in the training of
 * the model's run.
 */
import type { PictureFit } from '@speil/api';
import { readConfig } from '@speil/runs';
import type { ResolvedModel } from '../domain.js';

/** @returns an empty object if neither the command nor the run says it. Pictures are then stretched. */
export function fitFor(
  given: PictureFit | undefined,
  { run }: Pick<ResolvedModel, 'run'>,
): { readonly fit?: PictureFit } {
  const fit = given ?? (run === undefined ? undefined : readConfig(run).recipe.dataset.fit);
  return fit === undefined ? {} : { fit };
}
