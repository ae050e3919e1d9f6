/**
 * Golden outputs of single engines. A package has one reference that every engine reproduces approximately; beside it,
 * each engine that it was packed on records how far it was from the reference, and a few of its own values. The same
 * engine is then compared closely with itself, and another one with the reference.
 */
import type { Posterior } from '@speil/api';
import type { Engine } from '@speil/core/engines';
import * as z from 'zod';
import { largestDifference } from './golden.js';

const byOutput = <S extends z.ZodType>(value: S) => z.record(z.string().max(50), value);

const engineGoldenSchema = z.strictObject({
  engine: z.string().max(100),
  /** Version of the library that computed. */
  version: z.string().max(100),
  /** Kind of the processor, as Node names it: `x64`, `arm64`. */
  processor: z.string().max(100),
  /** The largest difference from the reference, of each output. */
  differences: byOutput(z.number().min(0)),
  /** A few values, spread evenly over each output, unrounded. */
  values: byOutput(z.array(z.number()).max(64)),
});
export type EngineGolden = z.output<typeof engineGoldenSchema>;

export const engineGoldensSchema = z.array(engineGoldenSchema).max(50).optional();

/** A few values of an engine by the name of the output. */
export type OwnValues = EngineGolden['values'];

/** One comparison of a model's outputs on this machine with its golden outputs. */
export interface GoldenCheck {
  /** Such as `log variances`. */
  readonly name: string;
  /** The largest difference. */
  readonly difference: number;
  /** The largest difference that is accepted. */
  readonly most: number;
}

/** How far an output is from the reference. */
export interface ReferenceCheck extends GoldenCheck {
  /** How far an engine that has golden outputs of its own may be from them. */
  readonly close: number;
}

/** The golden outputs of a model on one engine. */
export interface EngineComparison {
  readonly engine: string;
  /** Whether the package has golden outputs of this engine, in this version, on this kind of processor. */
  readonly isOwn: boolean;
  readonly checks: readonly GoldenCheck[];
  /** What a package would record of the engine. */
  readonly measured: EngineGolden;
}

/**
 * An engine may round more coarsely than others, as a GPU does, and is then compared with itself. One that is further
 * from the reference than this many times what others may be is at fault.
 */
export const coarseFactor = 10;

/** Values of each output that an engine records. */
const ownCount = 8;

/** @returns a few values of a posterior, by the name of the output. */
export function ownValues(posterior: Posterior): OwnValues {
  // Indices of a codebook are exact: the reference has them.
  if (posterior.kind === 'vq') return {};
  return {
    latents: pick(posterior.mean.values),
    ...(posterior.kind === 'gaussian' && { 'log variances': pick(posterior.logVariance.values) }),
  };
}

/** Values spread evenly, with the nine digits that determine a number in single precision. */
function pick(values: Float32Array): number[] {
  const count = Math.min(ownCount, values.length);
  return Array.from({ length: count }, (_, i) =>
    Number(values[Math.floor(((i + 0.5) * values.length) / count)]!.toPrecision(9)),
  );
}

/**
 * @param recorded the golden outputs of engines that the package has.
 * @param own the engine's values now.
 */
export function compareOwn(
  { name: engine, version = 'unknown' }: Engine,
  recorded: readonly EngineGolden[] | undefined,
  references: readonly ReferenceCheck[],
  own: OwnValues,
): EngineComparison {
  const measured: EngineGolden = {
    ...{ engine, version, processor: process.arch },
    differences: Object.fromEntries(
      references.map(({ name, difference }) => [name, Number(difference.toFixed(6))]),
    ),
    values: own,
  };
  const before = recorded?.find((one) => isSameEngine(one, measured) && one.version === version);
  if (before === undefined) {
    const checks = references.map(({ name, difference, most }) => ({ name, difference, most }));
    return { engine, isOwn: false, checks, measured };
  }
  const checks = references.flatMap(({ name, difference, most, close }) => {
    const once = before.differences[name] ?? 0;
    // An engine that reproduced the reference is not allowed more than others are.
    const limit = once <= most ? most : coarseFactor * most;
    const values = before.values[name];
    return [
      { name, difference, most: Math.min(once + close, limit) },
      ...(values === undefined
        ? []
        : [
            {
              name: `${name}, own values`,
              difference: largestDifference(own[name] ?? [], values),
              most: close,
            },
          ]),
    ];
  });
  return { engine, isOwn: true, checks, measured };
}

/** Whether two records are of one engine on one kind of processor, in whatever version. */
export function isSameEngine(one: EngineGolden, other: EngineGolden): boolean {
  return one.engine === other.engine && one.processor === other.processor;
}
