/**
 * Opens every export format with the program that it is made for, and compares the outputs with those of the model
 * itself.
 */
import * as tf from '@tensorflow/tfjs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { isDiscrete } from '@speil/api';
import type { ModelSpec } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { modelSpecSchema } from '@speil/api';
import { loadEngine } from '../admission/load.js';
import { downloadAll, uploadAll, type Engine } from '../engines/engine.js';
import { readModel } from '../files/model-files.js';
import { modelFiles } from '../files/model-files.js';
import { fromFiles } from '../files/sources.js';
import { decoding, encoding } from '../functions/model-functions.js';
import { createAutoencoder } from '../autoencoder/autoencoder.js';
import { initialVariables } from '../random/initial-weights.js';
import { uniforms } from '../random/streams.js';
import { selfTestModel } from '../admission/self-test.js';
import { inferInputShape } from '../model-spec/input.js';
import { tinyFamilies } from '../testing/families.js';
import { tinyAe, tinyVae } from '../testing/tiny.js';
import { exportModel, type ExportFormat } from './export-model.js';

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine('cpu');
});

async function modelOf(spec: ModelSpec) {
  const { variables } = createAutoencoder(spec).declaration;
  return readModel(fromFiles('model', modelFiles(spec, initialVariables(variables, 4))));
}

async function expected(spec: ModelSpec, input: 'x' | 'z', values: Float32Array, shape: number[]) {
  const { variables } = await modelOf(spec);
  const model = createAutoencoder(spec);
  const residents = {
    variables: uploadAll(engine, variables),
    batch: uploadAll(engine, { [input]: { shape, values } }),
  };
  const fn = input === 'x' ? encoding(model) : decoding(model);
  const outputs = await engine.compile(fn)(residents);
  return downloadAll(engine, outputs['out']!);
}

function expectEqual(actual: ArrayLike<number>, reference: Float32Array): void {
  const apart = Array.from(actual, (value, i) => Math.abs(value - reference[i]!));
  expect(actual.length).toBe(reference.length);
  expect(Math.max(...apart)).toBeLessThan(1e-5);
}

/** A batch size with which open dimensions are never traced. */
const batch = 4;
const everyLayer = modelSpecSchema.parse(selfTestModel);
/** The model has layers that tfjs lacks. tfjs.test.ts tests each layer that tfjs has. */
const refusedByTfjs = (spec: ModelSpec): boolean => spec.name === everyLayer.name;
const dataOf = (shape: readonly number[]): Float32Array =>
  uniforms({ seed: 6, purpose: 'synthetic' }, batch * shape.reduce((a, b) => a * b, 1));

/**
 * Runs both ONNX files of a model on a batch with onnxruntime alone, and compares the outputs with those of the model.
 */
async function expectSameAsOnnx(spec: ModelSpec): Promise<void> {
  const files = await exportModel(await modelOf(spec), 'onnx');
  for (const [part, input, shape] of sidesOf(spec)) {
    const values = dataOf(shape);
    const session = await InferenceSession.create(files[`${part}.onnx`]!);
    const tensor = new Tensor('float32', values, [batch, ...shape]);
    const outputs = await session.run({ [input]: tensor });
    const reference = await expected(spec, input, values, [batch, ...shape]);
    for (const [name, { data }] of Object.entries(outputs)) {
      expectEqual(data as Float32Array, reference[name]!.values);
    }
    const gaussian = part === 'encoder' && spec.bottleneck.kind === 'gaussian';
    expect(Object.keys(outputs)).toEqual(gaussian ? ['mean', 'logVariance'] : ['mean']);
  }
}

const sidesOf = (spec: ModelSpec) =>
  [
    ['encoder', 'x', inferInputShape(spec)],
    ['decoder', 'z', spec.latentShape],
  ] as const;

describe.each([tinyVae, tinyAe, everyLayer].map((spec) => [spec.name, spec] as const))(
  'an export of %s',
  (_, spec) => {
    const sides = sidesOf(spec);
    const filesAs = async (format: ExportFormat) => exportModel(await modelOf(spec), format);

    it('as ONNX can be run by onnxruntime', async () => {
      await expectSameAsOnnx(spec);
    });

    it.skipIf(refusedByTfjs(spec))('as tfjs can be loaded by tf.loadLayersModel', async () => {
      const files = await filesAs('tfjs');
      for (const [part, input, shape] of sides) {
        const json = JSON.parse(new TextDecoder().decode(files[`${part}/model.json`])) as {
          modelTopology: object;
          weightsManifest: [{ weights: tf.io.WeightsManifestEntry[] }];
        };
        await tf.setBackend('cpu');
        const model = await tf.loadLayersModel(
          tf.io.fromMemory({
            modelTopology: json.modelTopology,
            weightSpecs: json.weightsManifest[0].weights,
            weightData: files[`${part}/weights.bin`]!.slice().buffer,
          }),
        );
        const values = dataOf(shape);
        const outputs = [model.predict(tf.tensor(values, [batch, ...shape]))].flat();
        const reference = await expected(spec, input, values, [batch, ...shape]);
        expectEqual(outputs[0]!.dataSync(), reference['mean']!.values);
        if (outputs.length > 1) {
          expectEqual(outputs[1]!.dataSync(), reference['logVariance']!.values);
        }
      }
    });

    it('as safetensors is a model folder that can be read again', async () => {
      const files = await filesAs('safetensors');
      const again = await readModel(fromFiles('again', files));
      expect(again.variables).toEqual((await modelOf(spec)).variables);
    });

    it('has a model card', async () => {
      const text = new TextDecoder().decode((await filesAs('onnx'))['README.md']);
      expect(text).toContain(`# ${spec.name}`);
      expect(text).toContain(`z [batch, ${spec.latentShape.join(', ')}]`);
    });
  },
);

/** The families that need no inputs except x and z. */
const plain = tinyFamilies
  .map(({ spec }) => spec)
  .filter(({ condition, bottleneck }) => condition === null && !isDiscrete(bottleneck));

it.each(plain.map((spec) => [spec.name, spec] as const))(
  'an ONNX export of the family %s can be run by onnxruntime at another batch size than it was traced with',
  (_, spec) => expectSameAsOnnx(spec),
);
