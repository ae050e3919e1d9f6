import { UnknownNameError } from '@speil/api';
import type { Recipe } from '@speil/api';
import { recipes } from '@speil/images/recipes';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../io/exit.js';
import { applySettings } from './overrides.js';

const recipe = recipes.find(({ name }) => name === 'mnist-dense-vae')!;

function withSetting(...settings: readonly string[]): Recipe {
  return applySettings(recipe, settings);
}

describe('--set', () => {
  it('changes a setting by its path or by the end of its path', () => {
    expect(withSetting('training.batchSize=64').training.batchSize).toBe(64);
    expect(withSetting('batchSize=64').training.batchSize).toBe(64);
    expect(withSetting('checkpoint.keep=9').training.checkpoint.keep).toBe(9);
    expect(withSetting('everySteps=9').training.checkpoint.everySteps).toBe(9);
  });

  it('takes a number for a schedule and a name for a choice', () => {
    const { training, model } = withSetting('beta=4', 'optimizer=rmsprop', 'likelihood=mse');
    expect(training.beta).toEqual({ kind: 'constant', value: 4 });
    expect(training.optimizer).toEqual({ name: 'rmsprop', decay: 0.9, epsilon: 1e-7 });
    expect(model.objective.likelihood).toEqual({ kind: 'mse' });
  });

  it('takes a whole schedule as JSON, or its keys one by one', () => {
    const linear = { kind: 'linear', from: 0, to: 1, steps: 100 };
    expect(withSetting(`beta=${JSON.stringify(linear)}`).training.beta).toEqual(linear);
    const parts = ['beta.kind=linear', 'beta.from=0', 'beta.to=1', 'beta.steps=100'];
    const settings = parts.map((part) => `training.${part}`);
    expect(withSetting(...settings).training.beta).toEqual(linear);
  });

  it('adds settings that most recipes do not have', () => {
    const { training, model } = withSetting('patience=3', 'nats=0.5');
    expect(training.earlyStopping).toEqual({ patience: 3, minDelta: 0 });
    expect(withSetting('earlyStopping=5').training.earlyStopping?.patience).toBe(5);
    expect(model.objective.freeBits).toEqual({ nats: 0.5, per: 'dimension' });
  });

  it('keeps the latent shape and the bottleneck consistent', () => {
    expect(withSetting('model.bottleneck.size=8').model.latentShape).toEqual([8]);
    expect(withSetting('latentShape=[8]').model.bottleneck).toMatchObject({ size: 8 });
  });

  it('does not change the original recipe', () => {
    const before = structuredClone(recipe);
    withSetting('beta=4');
    expect(recipe).toEqual(before);
  });

  it('rejects an unknown key and suggests the nearest one', () => {
    expect(() => withSetting('batchSise=3')).toThrow(UnknownNameError);
    expect(() => withSetting('batchSise=3')).toThrow(
      "Unknown setting 'batchSise'. Did you mean 'batchSize'",
    );
    expect(() => withSetting('training.optimizer.momentum=1')).toThrow(
      "training.optimizer: unknown key 'momentum'",
    );
  });

  it('rejects a short name that is ambiguous', () => {
    expect(() => withSetting('value=3')).toThrow(UsageError);
    expect(() => withSetting('value=3')).toThrow(
      'training.learningRate.value or training.beta.value',
    );
  });

  it('says which values are valid', () => {
    expect(() => withSetting('nosuch=1')).toThrow(
      /^Unknown setting 'nosuch'\. A setting is a key of the recipe, such as epochs, .*shift\.$/u,
    );
    for (const bad of ['batchSize=0', 'batchSize=1e12', 'learningRate=-1', 'optimizer=foo']) {
      expect(() => withSetting(bad), bad).toThrow(UsageError);
    }
    expect(() => withSetting('batchSize=0')).toThrow(/training\.batchSize: .*Received: 0\.$/u);
    expect(() => withSetting('optimizer=foo')).toThrow(
      "training.optimizer.name: unknown optimiser 'foo'. Known: sgd, momentum",
    );
    for (const value of ['NaN', 'fast', 'null', '[1]']) {
      expect(() => withSetting(`learningRate=${value}`), value).toThrow(
        '--set training.learningRate takes a number or a schedule, such as 0.001',
      );
    }
    expect(() => withSetting('epochs')).toThrow('--set takes key=value');
  });
});
