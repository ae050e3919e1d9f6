/** Tests how a step uses the settings that a spec has for the noise, the KL and the discriminator. */
import {
  modelSpecSchema,
  trainingSettingsSchema,
  type ModelSpec,
  type PriorMatchingSpec,
} from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import type { Engine } from '../engines/engine.js';
import { familyNamed, tinyConditions } from '../testing/families.js';
import { TrainingSession, type StepMetrics } from './session.js';

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine('wasm');
});

const sessionOf = (spec: ModelSpec) =>
  new TrainingSession(engine, spec, trainingSettingsSchema.parse({ epochs: 1, seed: 4 }));

const changed = (name: string, change: object): ModelSpec => {
  const { spec } = familyNamed(name);
  return modelSpecSchema.parse({ ...spec, ...change });
};

describe('the noise of an input', () => {
  /** The losses of the same two items at three steps with a learning rate of 0. The third step swaps the items. */
  async function twice(spec: ModelSpec): Promise<readonly number[]> {
    const session = sessionOf(spec);
    const losses: number[] = [];
    for (const [step, places] of [
      [1, [3, 9]],
      [2, [3, 9]],
      [3, [9, 3]],
    ] as const) {
      const x = await tinyConditions.read(places);
      const metrics = await session.step({ x, places }, step, { learningRate: 0, beta: 1 });
      losses.push(metrics.losses.reconstruction);
    }
    session.dispose();
    return losses;
  }

  it('is drawn again at every step', async () => {
    const { input } = familyNamed('denoising-kept').spec;
    const anew = changed('denoising-kept', { input: { ...input, drawn: 'step' } });
    const [first, second] = await twice(anew);
    expect(Math.abs(first! - second!)).toBeGreaterThan(1e-4);
  });

  it('can be fixed for each item, whatever the step and the position of the item in the batch', async () => {
    const [first, second, turned] = await twice(familyNamed('denoising-kept').spec);
    expect(second).toBe(first);
    expect(turned).toBeCloseTo(first!, 4);
  });
});

describe('a misread variance', () => {
  it('enters the loss as in the notebook, while the reported KL is the true one', async () => {
    const step = async (spec: ModelSpec): Promise<StepMetrics['losses']> => {
      const session = sessionOf(spec);
      const x = await tinyConditions.read([0, 1, 2]);
      const { losses } = await session.step({ x }, 0, { learningRate: 0, beta: 1 });
      session.dispose();
      return losses;
    };
    const { spec } = familyNamed('misread-variance');
    const { reproduceError, ...objective } = spec.objective;
    expect(reproduceError).toBe('varianceReadAsDeviation');
    const misread = await step(spec);
    const right = await step({ ...spec, objective });
    expect(misread.kl).toBe(right.kl);
    expect(misread.reconstruction).toBe(right.reconstruction);
    expect(misread.total).toBeCloseTo(misread.reconstruction + misread.extras!['misreadKl']!, 3);
    expect(misread.extras!['misreadKl']).not.toBeCloseTo(right.kl, 3);
  });
});

describe('a discriminator’s rate', () => {
  /** The change of each variable in one step, by name. */
  async function moved(discriminatorRate: number): Promise<Record<string, Float32Array>> {
    const { spec } = familyNamed('adversarial');
    const { priorMatching } = spec.objective;
    const objective = {
      ...spec.objective,
      priorMatching: { ...priorMatching!, discriminatorRate } as PriorMatchingSpec,
    };
    const session = sessionOf({ ...spec, objective });
    const before = await session.variables();
    const x = await tinyConditions.read([0, 1, 2]);
    await session.step({ x }, 0, { learningRate: 0.01, beta: 1 });
    const after = await session.variables();
    session.dispose();
    return Object.fromEntries(
      Object.entries(after).map(([name, { values }]) => [
        name,
        values.map((value, i) => value - before[name]!.values[i]!),
      ]),
    );
  }
  const kernel = 'discriminator/0/kernel';
  const largest = (values: Float32Array): number => Math.max(...values.map(Math.abs));

  it('of 0 does not change the discriminator, but the encoder still learns', async () => {
    const still = await moved(0);
    expect(largest(still[kernel]!)).toBe(0);
    expect(largest(still['encoder/1/kernel']!)).toBeGreaterThan(0);
  });

  it('of 3 changes the discriminator three times as much as a rate of 1', async () => {
    const [usual, fast] = [await moved(1), await moved(3)];
    expect(largest(usual[kernel]!)).toBeGreaterThan(0);
    fast[kernel]!.forEach((value, i) => expect(value).toBeCloseTo(3 * usual[kernel]![i]!, 5));
    expect(fast['encoder/1/kernel']).toEqual(usual['encoder/1/kernel']);
  });
});

describe('a factor of prior matching', () => {
  it.each(['wae', 'adversarial'])('scales the penalty of %s, with a default of 1', async (name) => {
    const { spec } = familyNamed(name);
    const charged = async (priorMatching: number | undefined): Promise<number> => {
      const session = sessionOf(spec);
      const x = await tinyConditions.read([0, 1, 2]);
      const scalars = {
        learningRate: 0,
        beta: 1,
        ...(priorMatching !== undefined && { priorMatching }),
      };
      const { losses } = await session.step({ x }, 0, scalars);
      session.dispose();
      return losses.total - losses.reconstruction;
    };
    const whole = await charged(undefined);
    expect(await charged(0)).toBe(0);
    expect(await charged(1)).toBe(whole);
    expect(await charged(0.5)).toBeCloseTo(whole / 2, 3);
  });
});
