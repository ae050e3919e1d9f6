/**
 * Tests every family in the training loop: it learns, resumes bit for bit, leaves no tensors, and can be loaded again.
 */
import type { TrainingEvent } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import type { Engine } from '../engines/engine.js';
import { familyNamed, tinyFamilies, type TinyFamily } from '../testing/families.js';
import { decodeSafetensors } from '../files/safetensors.js';
import { fromFiles } from '../files/sources.js';
import { readModel } from '../files/model-files.js';
import type { TrainingCheckpoint } from './host.js';
import { trainTiny } from '../testing/trained.js';

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine('wasm');
});

const run = (one: TinyFamily, epochs: number, resume?: TrainingCheckpoint) =>
  trainTiny(engine, one, { epochs, checkpoint: { everySteps: 2 } }, resume);

const epochsOf = (events: readonly TrainingEvent[]) =>
  events.filter((event) => event.type === 'epoch-end');

describe.each(tinyFamilies.map((one) => [one.spec.name, one] as const))(
  'the family of %s',
  (_, one) => {
    it('learns', async () => {
      const epochs = epochsOf((await run(one, 20)).events);
      const [first, last] = [epochs[0]!.validation!, epochs.at(-1)!.validation!];
      expect(last.reconstruction).toBeLessThan(
        first.reconstruction - 0.1 * Math.abs(first.reconstruction),
      );
    });

    it('resumes bit for bit, and leaves no tensors', async () => {
      const before = engine.memory().tensors;
      const whole = await run(one, 2);
      const middle = whole.checkpoints.find(({ step }) => step === 4)!;
      const rest = await run(one, 2, middle);
      expect(rest.checkpoints.at(-1)!.files).toEqual(whole.checkpoints.at(-1)!.files);
      expect(engine.memory().tensors).toBe(before);
    });

    it('gives a model that can be loaded again', async () => {
      const { files } = (await run(one, 1)).checkpoints.at(-1)!;
      const { file, variables } = await readModel(fromFiles('again', files));
      expect(file.spec).toEqual(one.spec);
      expect(variables).toEqual(decodeSafetensors(files['weights.safetensors']!, 'weights'));
    });
  },
);

describe('the extras that a family reports', () => {
  const extrasOf = async (name: string): Promise<Record<string, number>> =>
    epochsOf((await run(familyNamed(name), 3)).events).at(-1)!.train.extras!;

  it('include the accuracy of an adversary', async () => {
    const { discriminatorAccuracy } = await extrasOf('adversarial');
    expect(discriminatorAccuracy).toBeGreaterThan(0);
    expect(discriminatorAccuracy).toBeLessThanOrEqual(1);
  });

  it('include the use of a codebook and the loss of its prior', async () => {
    const { perplexity, prior } = await extrasOf('vq');
    expect(perplexity).toBeGreaterThanOrEqual(1);
    expect(perplexity).toBeLessThanOrEqual(8);
    // Four positions with one of eight codes each: the loss is 4 ln 8 if nothing was learned.
    expect(prior).toBeLessThan(4 * Math.log(8) + 1);
  });

  it('include the accuracy of a classifier', async () => {
    const epoch = epochsOf((await run(familyNamed('supervised'), 60)).events).at(-1)!;
    // If nothing was learned, the loss is ln 3 nats and the accuracy a third.
    expect(epoch.train.extras!['classification']).toBeLessThan(0.7 * Math.log(3));
    expect(epoch.validation!.extras!['accuracy']).toBeGreaterThan(0.6);
  });

  it('include the importance-weighted bound, which is the loss that is minimised', async () => {
    const { train: losses } = epochsOf((await run(familyNamed('importance'), 2)).events).at(-1)!;
    expect(losses.extras!['bound']).toBeCloseTo(-losses.total, 4);
    expect(losses.total).toBeLessThan(losses.reconstruction + losses.kl);
  });
});
