/** Converts an evaluation to the losses that an epoch reports. */
import type { Losses, ObjectiveSpec } from '@speil/api';
import type { Evaluation } from '../metrics/evaluate.js';

/**
 * The validation total weights the KL by the current beta, and excludes free bits and penalties. With importance
 * samples it is minus the bound.
 */
export function validationLosses(
  { reconstruction, kl, iwBound, codebook, accuracy }: Evaluation,
  { importanceSamples = 1 }: ObjectiveSpec,
  beta: number,
): Losses {
  const bound = importanceSamples > 1 ? iwBound : null;
  const extras = {
    ...(bound !== null && { bound }),
    ...(codebook && { perplexity: codebook.perplexity }),
    ...(accuracy !== undefined && { accuracy }),
  };
  const total = bound === null ? reconstruction + beta * kl : -bound;
  return { total, reconstruction, kl, ...(Object.keys(extras).length > 0 && { extras }) };
}
