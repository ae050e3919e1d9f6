import { modelSpecSchema, type LayersArchitecture, type LayerSpec } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import { declareModel } from '../model-spec/model.js';
import { initialVariables } from '../random/initial-weights.js';
import { fromFiles } from '../files/sources.js';
import { readModel } from '../files/model-files.js';
import { memoryHost, tinyData, tinySettings, tinyVae } from '../testing/tiny.js';
import { train } from './train.js';
import { transferWeights } from './transfer.js';

const trained = async (host = memoryHost(), change: object = {}) => {
  const options = { run: 'test', recipe: 'tiny', spec: tinyVae, settings: tinySettings() };
  await train({ ...options, engine: await loadEngine('wasm'), train: tinyData, host, ...change });
  const at = (i: number) => readModel(fromFiles('model', host.checkpoints.at(i)!.files));
  return { first: await at(0), last: await at(-1) };
};

describe('weights of another model', () => {
  it('are the initial weights of a training that starts from them', async () => {
    const { last } = await trained();
    const { initial, fresh } = transferWeights(tinyVae, { spec: tinyVae, ...last });
    expect(fresh).toEqual([]);
    const { first } = await trained(memoryHost(), { initial });
    expect(first.variables).toEqual(last.variables);
  });

  it('are taken where name and shape are the same, and the other variables are named', async () => {
    const { first, last } = await trained();
    const wider = modelSpecSchema.parse({
      ...tinyVae,
      latentShape: [3],
      bottleneck: { kind: 'gaussian', size: 3 },
    });
    const { initial, fresh } = transferWeights(wider, { spec: tinyVae, ...last });
    expect(fresh).toEqual([
      'bottleneck/mean/kernel',
      'bottleneck/mean/bias',
      'bottleneck/logVariance/kernel',
      'bottleneck/logVariance/bias',
      'decoder/0/kernel',
    ]);
    expect(Object.keys(initial).sort()).toEqual(
      Object.keys(first.variables)
        .filter((name) => !fresh.includes(name))
        .sort(),
    );
  });

  it('leave out a learned variance if the decoder is another one', () => {
    const spec = modelSpecSchema.parse({
      ...tinyVae,
      objective: { likelihood: { kind: 'gaussian', variance: 'learned' } },
    });
    const from = { spec, variables: initialVariables(declareModel(spec).variables, 1) };
    const name = 'likelihood/logVariance';
    expect(Object.keys(transferWeights(spec, from).initial)).toContain(name);
    const { 'decoder/0/kernel': _, ...variables } = from.variables;
    expect(transferWeights(spec, { spec, variables }).fresh).toEqual(['decoder/0/kernel', name]);
  });

  it('come with the layers whose activations differ, since their weights mean something else', () => {
    const { encoder, decoder } = tinyVae.architecture as LayersArchitecture;
    const [first, ...rest] = decoder;
    const other = {
      ...tinyVae,
      architecture: { encoder, decoder: [{ ...first!, activation: 'tanh' } as LayerSpec, ...rest] },
    };
    expect(transferWeights(other, { spec: tinyVae, variables: {} }).activations).toEqual([
      'decoder/0: tanh instead of relu',
    ]);
    expect(transferWeights(other, { spec: other, variables: {} }).activations).toEqual([]);
  });
});
