import { describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import { modelFiles, readModel } from '../files/model-files.js';
import { fromFiles } from '../files/sources.js';
import { initialVariables } from '../random/initial-weights.js';
import { declareModel } from '../model-spec/model.js';
import { tinyData, tinyVae } from '../testing/tiny.js';
import { encodeDataset } from './encode-dataset.js';

describe('the latents of a dataset', () => {
  it('are the same for every batch size, and leave nothing on the engine', async () => {
    const engine = await loadEngine('wasm', { training: false });
    const variables = initialVariables(declareModel(tinyVae).variables, 3);
    const model = await readModel(fromFiles('m', modelFiles(tinyVae, variables)));
    const before = engine.memory();
    const all = async (batchSize: number): Promise<number[]> => {
      const values: number[] = [];
      for await (const { start, mean, logVariance } of encodeDataset(model, engine, tinyData, {
        batchSize,
      })) {
        expect(values).toHaveLength(2 * start);
        expect(logVariance!.shape).toEqual(mean.shape);
        values.push(...mean.values);
      }
      return values;
    };
    const whole = await all(40);
    expect(whole).toHaveLength(80);
    (await all(7)).forEach((value, i) => expect(value).toBeCloseTo(whole[i]!, 5));
    for await (const { mean } of encodeDataset(model, engine, tinyData, {
      limit: 30,
      batchSize: 20,
    })) {
      // The iteration ends early, and must still leave nothing on the engine.
      expect(mean.shape).toEqual([20, 2]);
      break;
    }
    expect(engine.memory()).toEqual(before);
    const other = { ...tinyData, shape: [9, 9, 1] };
    await expect(encodeDataset(model, engine, other).next()).rejects.toThrow(
      'Model tiny-vae takes examples of shape [8, 8, 1]; dataset bars/40 gives [9, 9, 1].',
    );
  });
});
