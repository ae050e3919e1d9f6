/** How pictures of other proportions are brought to a model's: as the command says, else as the model's run was trained. */
import type { PictureFit } from '@speil/api';
import { readConfig } from '@speil/runs';
import { UsageError } from '../cli/exit.js';
import type { ResolvedModel } from '../models/resolve.js';

export interface FitOption {
  /** Of pictures of other proportions than the model's; default as its run was trained. */
  readonly fit?: PictureFit;
}

/** @returns nothing where neither says it: pictures are stretched then. */
export function fitFor(
  asked: PictureFit | undefined,
  { run }: Pick<ResolvedModel, 'run'>,
): { readonly fit?: PictureFit } {
  const fit = asked ?? (run === undefined ? undefined : readConfig(run).recipe.dataset.fit);
  return fit === undefined ? {} : { fit };
}

/** @throws UsageError for a model of music that pictures are to be fitted to. */
export function refuseFit(name: string, asked: PictureFit | undefined): void {
  if (asked === undefined) return;
  throw new UsageError(`${name} is a model of music: leave out --fit.`);
}
