import { AbortedError, InvalidFileError } from '@speil/api';
import type { OptimizerSpec, TrainingSettingsInput } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import type { Engine } from '../engines/engine.js';
import { memoryHost, tinyData, tinySettings } from '../testing/tiny.js';
import { ofType, tinyOptions } from '../testing/tiny-training.js';
import { summariseCheckpoint } from './checkpoint.js';
import { TrainingControl } from './control.js';
import type { TrainOptions } from './options.js';
import { train } from './train.js';

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine('wasm');
});

const options = (change: Partial<TrainOptions> = {}) => tinyOptions(engine, change);

const optimizers: OptimizerSpec['name'][] = ['sgd', 'momentum', 'rmsprop', 'adam', 'adamw'];
const optimizerOf = (name: OptimizerSpec['name']) =>
  ({ name }) as NonNullable<TrainingSettingsInput['optimizer']>;

describe('a training that is resumed', () => {
  it.each(optimizers)('resumes bit for bit with %s, in the middle of an epoch', async (name) => {
    const settings = tinySettings({
      optimizer: optimizerOf(name),
      clipNorm: 5,
      beta: { kind: 'linear', from: 0, to: 1, steps: 5 },
      learningRate: { kind: 'cosine', from: 0.01 },
      checkpoint: { everySteps: 4 },
    });
    const whole = memoryHost();
    await train(options({ host: whole, settings }));
    const middle = whole.checkpoints.find(({ step }) => step === 4)!;
    const second = memoryHost();
    const result = await train(options({ host: second, settings, resume: middle }));
    expect(ofType(second.events, 'run-start')[0]!.resumedFrom).toBe(4);
    expect(second.checkpoints.at(-1)!.files).toEqual(whole.checkpoints.at(-1)!.files);
    expect(ofType(second.events, 'epoch-end').at(-1)!.train).toEqual(
      ofType(whole.events, 'epoch-end').at(-1)!.train,
    );
    expect(result.steps).toBe(6);
  });

  it.each([
    ['the first epoch', 3],
    ['the last epoch', 6],
  ])('stops at once during the validation of %s, and resumes bit for bit', async (_, stopAt) => {
    const whole = memoryHost();
    await train(options({ host: whole }));

    const control = new TrainingControl();
    const first = memoryHost();
    const steps = () => ofType(first.events, 'step-end').length;
    const validation: typeof tinyData = {
      ...tinyData,
      read: (indices) => {
        // Pictures read a few examples; the validation reads all of them.
        if (steps() === stopAt && indices.length === tinyData.size) {
          control.send({ type: 'stop' });
          throw new AbortedError();
        }
        return tinyData.read(indices);
      },
    };
    const stopped = await train(options({ host: first, control, validation }));
    expect(stopped).toMatchObject({ reason: 'stopped', steps: stopAt });
    expect(ofType(first.events, 'epoch-end').length).toBe(stopAt / 3 - 1);

    const second = memoryHost();
    const result = await train(options({ host: second, resume: first.checkpoints.at(-1)! }));
    expect(result).toMatchObject({ reason: 'completed', steps: 6 });
    expect(second.checkpoints.at(-1)!.files).toEqual(whole.checkpoints.at(-1)!.files);
    const ends = [...ofType(first.events, 'epoch-end'), ...ofType(second.events, 'epoch-end')];
    expect(ends.map(({ epoch, train: mean }) => [epoch, mean])).toEqual(
      ofType(whole.events, 'epoch-end').map(({ epoch, train: mean }) => [epoch, mean]),
    );
  });

  it('refuses the state of another optimiser', async () => {
    const host = memoryHost();
    await train(options({ host }));
    const settings = tinySettings({ optimizer: { name: 'momentum' } });
    await expect(train(options({ resume: host.checkpoints.at(-1)!, settings }))).rejects.toThrow(
      "The checkpoint does not hold this run's momentum state: it lacks velocity/",
    );
  });

  it('refuses to resume with another seed', async () => {
    const host = memoryHost();
    await train(options({ host }));
    const resume = host.checkpoints.at(-1)!;
    await expect(train(options({ resume, settings: tinySettings({ seed: 2 }) }))).rejects.toThrow(
      'The checkpoint was made with seed 1. Received: seed=2.',
    );
  });

  it('still uses a value that the user has set when the run is resumed', async () => {
    const control = new TrainingControl();
    control.send({ type: 'set', setting: 'learningRate', value: 0.5 });
    const host = memoryHost();
    await train(options({ host, control, settings: tinySettings({ epochs: 1 }) }));
    const resumed = memoryHost();
    await train(options({ host: resumed, resume: host.checkpoints.at(-1)! }));
    expect(ofType(resumed.events, 'step-end')[0]!.learningRate).toBe(0.5);
  });

  it('tells from the files of a checkpoint which run they continue', async () => {
    const control = new TrainingControl();
    control.send({ type: 'set', setting: 'learningRate', value: 0.5 });
    const host = memoryHost();
    await train(options({ host, control }));
    const { step, files } = host.checkpoints.at(-1)!;
    expect(summariseCheckpoint(files, 'it')).toEqual({
      step,
      seed: 1,
      held: { learningRate: 0.5 },
    });
    const { 'state.json': state, ...model } = files;
    expect(state).toBeDefined();
    expect(summariseCheckpoint(model, 'it')).toBeUndefined();
    const damaged = { ...files, 'state.json': new TextEncoder().encode('{"format":1}') };
    expect(() => summariseCheckpoint(damaged, 'it')).toThrow(InvalidFileError);
  });

  it('gives the same run if it is killed after a setting changed, and resumes from an earlier checkpoint', async () => {
    const settings = tinySettings({ checkpoint: { everySteps: 2 } });
    const steered = (at: number, value: number) => {
      const control = new TrainingControl();
      const host = memoryHost((event) => {
        if (event.type !== 'step-end' || event.step !== at) return;
        control.send({ type: 'set', setting: 'learningRate', value });
      });
      return { control, host };
    };
    const whole = steered(5, 0.5);
    await train(options({ ...whole, settings }));
    const steering = ofType(whole.host.events, 'steer');
    const resume = whole.host.checkpoints.find(({ step }) => step === 4)!;
    const again = memoryHost();
    await train(options({ host: again, settings, resume, steering }));
    expect(again.checkpoints.at(-1)!.files).toEqual(whole.host.checkpoints.at(-1)!.files);
    expect(ofType(again.events, 'steer').map(({ step }) => step)).toEqual([5]);
    // A command that the user gives after the resume is newer, so it takes precedence.
    const changed = steered(5, 0.25);
    const later = steering.map((event) => ({ ...event, step: 5 }));
    await train(options({ ...changed, settings, resume, steering: [...later] }));
    const rates = ofType(changed.host.events, 'step-end').map(({ learningRate }) => learningRate);
    expect(rates.at(-1)).toBe(0.25);
  });

  it('resumes from the last weights although the checkpoint’s model has the best ones', async () => {
    const settings = (epochs: number) => tinySettings({ epochs, earlyStopping: { patience: 100 } });
    const [whole, half, rest] = [memoryHost(), memoryHost(), memoryHost()];
    await train(options({ host: whole, settings: settings(4) }));
    await train(options({ host: half, settings: settings(2) }));
    await train(options({ host: rest, settings: settings(4), resume: half.checkpoints.at(-1)! }));
    expect(rest.checkpoints.at(-1)!.files).toEqual(whole.checkpoints.at(-1)!.files);
  });
});
