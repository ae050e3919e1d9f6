/** Computes the golden outputs of a model on every engine of this machine. */
import { isSpeilError } from '@speil/api';
import type { Domain, ResolvedModel } from '../domains/domain.js';
import type { GoldenCheck } from '../domains/golden.js';
import { engineProviders } from '../engines/engines.js';
import type { Io } from '../io/io.js';

export type EngineChecks = readonly {
  readonly engine: string;
  readonly checks: readonly GoldenCheck[];
}[];

/**
 * @param only the engine to compare on. Default: every engine of this machine.
 * @returns the checks on each engine.
 * @throws what `verifyModel` throws, except for engines that do not run here.
 */
export async function compareEngines(
  domain: Domain,
  model: ResolvedModel,
  io: Io,
  only?: string,
): Promise<EngineChecks> {
  if (only !== undefined) {
    return [{ engine: only, checks: await domain.verifyModel(model, { engine: only }, io) }];
  }
  const compared = [];
  for (const { name: engine } of engineProviders()) {
    io.progress.update(`comparing golden outputs on ${engine}`);
    try {
      compared.push({ engine, checks: await domain.verifyModel(model, { engine }, io) });
    } catch (error) {
      if (!isSpeilError(error) || error.code !== 'engine-unavailable') throw error;
    }
  }
  return compared;
}

/** @returns the checks that failed, with the name of their engine. */
export function failedChecks(
  engines: EngineChecks,
): readonly (GoldenCheck & { readonly engine: string })[] {
  return engines.flatMap(({ engine, checks }) =>
    checks
      .filter(({ difference, most }) => !(difference <= most))
      .map((check) => ({ ...check, engine })),
  );
}
