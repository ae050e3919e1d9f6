import type { Batch } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import type { Engine } from '../engines/engine.js';
import { readModel } from '../files/model-files.js';
import { fromFiles } from '../files/sources.js';
import {
  memoryHost,
  tinyAe,
  tinyData,
  tinySettings,
  tinyVae,
  type MemoryHost,
} from '../testing/tiny.js';
import { ofType, tinyOptions } from '../testing/tiny-training.js';
import { TrainingControl } from './control.js';
import type { TrainingCheckpoint } from './host.js';
import type { TrainOptions } from './options.js';
import { train } from './train.js';

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine('wasm');
});

const options = (change: Partial<TrainOptions> = {}) => tinyOptions(engine, change);

describe('training', () => {
  it('reduces the loss of a VAE and of a plain autoencoder', async () => {
    for (const spec of [tinyVae, tinyAe]) {
      const host = memoryHost();
      await train(options({ spec, host, settings: tinySettings({ epochs: 15 }) }));
      const epochs = ofType(host.events, 'epoch-end');
      expect(epochs.at(-1)!.train.total).toBeLessThan(0.8 * epochs[0]!.train.total);
      expect(epochs.at(-1)!.validation!.total).toBeLessThan(0.8 * epochs[0]!.validation!.total);
    }
  });

  it('reports each step once, also in epochs with a smaller last batch', async () => {
    const { host, ...rest } = options();
    const result = await train({ ...rest, host });
    const steps = ofType(host.events, 'step-end');
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(steps.map(({ examples }) => examples)).toEqual([16, 16, 8, 16, 16, 8]);
    expect(host.events.map(({ type }) => type).slice(0, 2)).toEqual(['run-start', 'checkpoint']);
    expect(host.events.at(-1)).toMatchObject({ type: 'run-end', reason: 'completed', step: 6 });
    expect(result).toMatchObject({ reason: 'completed', steps: 6, epochs: 2 });
  });

  it('reports the training loss as the mean over the last epoch, weighted by examples', async () => {
    const host = memoryHost();
    const result = await train(options({ host }));
    const last = ofType(host.events, 'step-end').filter(({ epoch }) => epoch === 2);
    const mean = last.reduce((sum, { losses, examples }) => sum + losses.total * examples, 0) / 40;
    expect(result.train!.total).toBeCloseTo(mean, 10);
    expect(result.train!.total).toBeCloseTo(result.train!.reconstruction + result.train!.kl, 4);
  });

  it('gives the same run for the same seed, and another run for another seed', async () => {
    const losses = async (seed: number) => {
      const host = memoryHost();
      await train(options({ host, settings: tinySettings({ seed }) }));
      return ofType(host.events, 'step-end').map(({ losses: { total } }) => total);
    };
    const first = await losses(1);
    expect(await losses(1)).toEqual(first);
    expect(await losses(2)).not.toEqual(first);
  });

  // Actual messages of the engines for allocations that are too large.
  it.each([
    'The runtime failed: bfc_arena.cc:360 Failed to allocate memory for requested buffer of size 1600',
    'memory access out of bounds',
    'Invalid typed array length: 10000000000',
    'Array buffer allocation failed',
  ])('names the batch size if memory runs out: %s', async (message) => {
    const cpu = await loadEngine('cpu');
    const engine = { ...cpu, compile: () => () => Promise.reject(new RangeError(message)) };
    const settings = tinySettings({ batchSize: 6 });
    await expect(train(options({ engine, settings }))).rejects.toThrow(
      'Out of memory in a step with a batch of 6. Try a smaller batch, such as 3.',
    );
  });

  it('stops after a step whose loss is not finite, and keeps the last good checkpoint', async () => {
    const host = memoryHost();
    const settings = tinySettings({
      learningRate: { kind: 'constant', value: 100 },
      optimizer: { name: 'sgd' },
      epochs: 20,
      checkpoint: { everySteps: 1 },
    });
    const result = await train(options({ host, settings }));
    expect(result.reason).toBe('diverged');
    expect(result.message).toMatch(
      /(The loss became|no longer finite).* The checkpoint of step \d+ is sound/u,
    );
    expect(ofType(host.events, 'run-end')[0]).toMatchObject({ reason: 'diverged' });
    const { variables } = await readModel(fromFiles('last', host.checkpoints.at(-1)!.files));
    expect(Object.values(variables).every(({ values }) => values.every(Number.isFinite))).toBe(
      true,
    );
  });

  it('applies commands between steps and reports them', async () => {
    const control = new TrainingControl();
    const host = memoryHost((event) => {
      if (event.type !== 'step-end') return;
      if (event.step === 1) control.send({ type: 'set', setting: 'beta', value: 0.25 });
      if (event.step === 2) {
        control.send({ type: 'pause' });
        setTimeout(() => control.send({ type: 'resume' }), 20);
      }
      if (event.step === 3) control.send({ type: 'set', setting: 'beta', value: null });
      if (event.step === 4) control.send({ type: 'stop' });
    });
    const result = await train(options({ host, control }));
    expect(ofType(host.events, 'step-end').map(({ beta }) => beta)).toEqual([1, 0.25, 0.25, 1]);
    expect(ofType(host.events, 'steer').map(({ step, command }) => [step, command.type])).toEqual([
      [1, 'set'],
      [2, 'pause'],
      [2, 'resume'],
      [3, 'set'],
      [4, 'stop'],
    ]);
    expect(result).toMatchObject({ reason: 'stopped', steps: 4 });
    expect(host.checkpoints.at(-1)!.step).toBe(4);
  });

  it('does as many steps as a command says, and pauses', async () => {
    const control = new TrainingControl();
    const host = memoryHost((event) => {
      // The pauses after the steps; the first one was commanded.
      if (event.type !== 'steer' || event.command.type !== 'pause') return;
      const { step } = event;
      if (step === 2) control.send({ type: 'step', steps: 1 });
      if (step === 3) control.send({ type: 'resume' });
    });
    control.send({ type: 'pause' });
    control.send({ type: 'step', steps: 2 });
    const result = await train(options({ host, control }));
    const commands = ofType(host.events, 'steer').map(({ step, command: { type } }) => [
      step,
      type,
    ]);
    expect(commands).toEqual([
      [0, 'pause'],
      [0, 'step'],
      [2, 'pause'],
      [2, 'step'],
      [3, 'pause'],
      [3, 'resume'],
    ]);
    expect(result).toMatchObject({ reason: 'completed', steps: 6 });
  });

  it('lets its host look at the model before the first step and after each one', async () => {
    const seen: [step: number, means: Batch, decoded: Batch][] = [];
    const host: MemoryHost = {
      ...memoryHost(),
      async inspect({ step, encode, reconstruct, decode }) {
        const means = await encode(tinyData, [0, 1, 2]);
        const decoded = await decode(means);
        const { inputs, reconstructions } = await reconstruct(tinyData, [0, 1, 2]);
        expect(inputs).toEqual(await tinyData.read([0, 1, 2]));
        expect(reconstructions).toEqual(decoded);
        seen.push([step, means, decoded]);
      },
    };
    const before = engine.memory().tensors;
    await train(options({ host }));
    expect(seen.map(([step]) => step)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const [[, first, decoded], [, second]] = seen as [(typeof seen)[0], (typeof seen)[0]];
    expect([first.shape, decoded.shape]).toEqual([
      [3, 2],
      [3, 8, 8, 1],
    ]);
    expect(second.values).not.toEqual(first.values);
    expect(engine.memory().tensors).toBe(before);
  });

  it('stops early if the loss no longer improves, and saves the best weights', async () => {
    const host = memoryHost();
    // The learning rate becomes so large that the loss rises again.
    const settings = tinySettings({
      epochs: 10,
      learningRate: { kind: 'linear', from: 0.01, to: 50, steps: 12 },
      optimizer: { name: 'sgd' },
      clipNorm: 1,
      earlyStopping: { patience: 2 },
    });
    const result = await train(options({ spec: tinyAe, host, settings }));
    const epochs = ofType(host.events, 'epoch-end');
    const best = epochs.filter((epoch) => epoch.best).at(-1)!;
    expect(result.reason).toBe('early-stopping');
    expect(result.epochs).toBe(best.epoch + 2);
    const weights = (checkpoint: TrainingCheckpoint) => checkpoint.files['weights.safetensors'];
    const bestCheckpoint = host.checkpoints.find(({ step }) => step === best.step)!;
    expect(weights(host.checkpoints.at(-1)!)).toEqual(weights(bestCheckpoint));
  });

  it('does not stop early while beta rises and both parts of the loss fall', async () => {
    const host = memoryHost();
    const beta = { kind: 'linear', from: 0, to: 40, steps: 30 } as const;
    const settings = tinySettings({ epochs: 20, beta, earlyStopping: { patience: 2 } });
    await train(options({ host, settings }));
    const epochs = ofType(host.events, 'epoch-end');
    const score = ({ validation }: (typeof epochs)[number]) =>
      validation!.reconstruction + 40 * validation!.kl;
    // An epoch is the best if its score is lower than all before it. Scores use the last beta of the run.
    epochs.forEach((epoch, i) => {
      const before = epochs.slice(0, i).map(score);
      expect(epoch.best).toBe(score(epoch) < Math.min(Infinity, ...before));
    });
  });

  it('shows pictures of the same originals and the same latents each time', async () => {
    const host = memoryHost();
    await train(options({ host, settings: tinySettings({ sampleEverySteps: 3 }) }));
    const kinds = host.pictures.map(({ kind, step }) => [kind, step]);
    expect(kinds).toEqual([
      ['reconstructions', 3],
      ['samples', 3],
      ['reconstructions', 6],
      ['samples', 6],
    ]);
    const [first, , second] = host.pictures;
    if (first?.kind !== 'reconstructions' || second?.kind !== 'reconstructions') throw new Error();
    expect(second.originals).toEqual(first.originals);
    expect(second.reconstructions).not.toEqual(first.reconstructions);
  });

  it('does not change the number of tensors over 1,000 steps, and leaves none', async () => {
    const before = engine.memory().tensors;
    const counts = new Set<number>();
    const host = memoryHost((event) => {
      if (event.type === 'step-end') counts.add(engine.memory().tensors);
    });
    const settings = tinySettings({
      epochs: 334,
      checkpoint: { everySteps: 1000 },
      sampleEverySteps: 1000,
    });
    await train(options({ host, settings, spec: tinyAe }));
    expect(ofType(host.events, 'step-end').length).toBeGreaterThanOrEqual(1000);
    expect(counts.size).toBe(1);
    expect(engine.memory().tensors).toBe(before);
  });

  it('moves running means towards the data and uses them outside training', async () => {
    const host = memoryHost();
    await train(options({ host, settings: tinySettings({ epochs: 10 }) }));
    const first = await readModel(fromFiles('first', host.checkpoints[0]!.files));
    const last = await readModel(fromFiles('last', host.checkpoints.at(-1)!.files));
    const name = 'encoder/1/movingMean';
    expect([...first.variables[name]!.values]).toEqual([0, 0, 0, 0]);
    expect(last.variables[name]!.values.some((value) => Math.abs(value) > 0.01)).toBe(true);
  });

  it('refuses data of another shape with an error of one line', async () => {
    const spec = { ...tinyVae, codec: { id: 'image', shape: [9, 8, 1] } };
    await expect(train(options({ spec }))).rejects.toThrow(
      'Model tiny-vae takes examples of shape [9, 8, 1]; dataset bars/40 gives [8, 8, 1].',
    );
  });
});
