/** Computes the golden outputs of a model on every engine of this machine. */
import { IncompatibleError, isSpeilError } from '@speil/api';
import type { Domain, ResolvedModel } from '../domains/domain.js';
import {
  coarseFactor,
  engineGoldensSchema,
  isSameEngine,
  type EngineComparison,
  type EngineGolden,
  type GoldenCheck,
} from '../domains/engine-golden.js';
import { encodeGolden } from '../domains/golden.js';
import { engineProviders } from '../engines/engines.js';
import type { Io } from '../io/io.js';

/**
 * @param only the engine to compare on. Default: every engine of this machine.
 * @returns the comparison on each engine.
 * @throws what `verifyModel` throws, except for engines that do not run here.
 */
export async function compareEngines(
  domain: Domain,
  model: ResolvedModel,
  io: Io,
  only?: string,
): Promise<readonly EngineComparison[]> {
  if (only !== undefined) return [await domain.verifyModel(model, { engine: only }, io)];
  const compared = [];
  for (const { name: engine } of engineProviders()) {
    io.progress.update(`comparing golden outputs on ${engine}`);
    try {
      compared.push(await domain.verifyModel(model, { engine }, io));
    } catch (error) {
      if (!isSpeilError(error) || error.code !== 'engine-unavailable') throw error;
    }
  }
  return compared;
}

interface FailedCheck extends GoldenCheck {
  readonly engine: string;
}

/** @returns the checks that failed, with the name of their engine. */
export function failedChecks(engines: readonly EngineComparison[]): readonly FailedCheck[] {
  return engines.flatMap(({ engine, checks }) =>
    checks
      .filter(({ difference, most }) => !(difference <= most))
      .map((check) => ({ ...check, engine })),
  );
}

/**
 * @param golden the golden outputs of a package.
 * @returns them with those of this machine's engines. What an engine has reproduced closely is kept as it was recorded.
 * @throws IncompatibleError if an engine is further from the reference, or from its own outputs, than rounding explains.
 */
export function recordEngines(
  golden: Uint8Array,
  engines: readonly EngineComparison[],
  shown: string,
): Uint8Array {
  const coarse = engines.map((one) => ({
    ...one,
    checks: one.checks.map((check) => ({
      ...check,
      most: one.isOwn ? check.most : coarseFactor * check.most,
    })),
  }));
  const [failed] = failedChecks(coarse);
  if (failed !== undefined) {
    throw new IncompatibleError(
      `The engines of this machine disagree, so ${shown} was not packed: on ${failed.engine}, ${failed.name} differ by ${failed.difference}; expected at most ${failed.most}. See: speil doctor`,
    );
  }
  const added = engines.filter(({ isOwn }) => !isOwn).map(({ measured }) => measured);
  const file = JSON.parse(new TextDecoder().decode(golden)) as { readonly engines?: unknown };
  const kept = (engineGoldensSchema.parse(file.engines) ?? []).filter(
    (before) => !added.some((one) => isSameEngine(one, before)),
  );
  return encodeGolden({ ...file, engines: [...kept, ...added] });
}

/** The name and version of an engine for people: `onnx 1.30.0 on x64`. */
export function describeEngine({ engine, version, processor }: EngineGolden): string {
  return `${engine} ${version} on ${processor}`;
}
