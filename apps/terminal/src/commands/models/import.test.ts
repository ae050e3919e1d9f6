/**
 * `speil import`: models of Keras, PyTorch, ONNX and TensorFlow.js compute here what their own libraries compute. The
 * expected values are of `reference/import-models.py` (Keras 3.15 and PyTorch).
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { createBatch } from '@speil/api';
import { loadEngine, loadModel } from '@speil/core';
import { fromFolder } from '@speil/core/node';
import { imageCodec, type Picture } from '@speil/images';
import { ModelProtoSchema, NodeProtoSchema } from 'onnx-buf';
import { afterAll, expect, it } from 'vitest';
import { main } from '../../main.js';
import { recordedIo } from '../../testing/io.js';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-import-'));
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));
const files = path.resolve(import.meta.dirname, '../../testing/imported');
const at = (name: string): string => path.join(files, name);

async function speil(...args: readonly string[]) {
  const io = recordedIo({ cwd: dir });
  const code = await main(args, io);
  return { code, out: io.lines.out, err: io.lines.err };
}

interface Expected {
  readonly pictures: number[][];
  readonly encoded: number[][][];
  readonly latents: number[][];
  readonly decoded: number[][];
}

it.each([
  ['keras', 'Keras’s VAE example', [at('keras-encoder.keras'), at('keras-decoder.keras')]],
  [
    'torch',
    'PyTorch’s VAE example',
    [at('torch.safetensors'), '--mapping', at('torch.mapping.json')],
  ],
  [
    'conv',
    'a convolutional VAE of PyTorch',
    [at('conv.safetensors'), '--mapping', at('conv.mapping.json')],
  ],
  ['conv', 'the same in ONNX', [at('conv-encoder.onnx'), at('conv-decoder.onnx')]],
] as const)('%s: %s encodes and decodes as in its own library', async (name, _, args) => {
  const out = fs.mkdtempSync(path.join(dir, 'model-'));
  const { code, err } = await speil('import', ...args, '-o', out);
  expect([code, err]).toEqual([0, []]);
  const expected = JSON.parse(fs.readFileSync(at(`${name}.json`), 'utf8')) as Expected;
  const engine = await loadEngine('cpu');
  const model = await loadModel(fromFolder(out), { codec: imageCodec, engine });
  try {
    const pictures = expected.pictures.map((values): Picture => ({
      width: 28,
      height: 28,
      channels: 1,
      pixels: Uint8Array.from(values, (value) => Math.round(value * 255)),
    }));
    const posterior = await model.encode(pictures);
    if (posterior.kind !== 'gaussian') throw new Error('The posterior must be Gaussian.');
    // Pictures are rounded to bytes here, so latents differ by about a thousandth.
    expectClose(posterior.mean.values, expected.encoded[0]!.flat(), 0.01);
    expectClose(posterior.logVariance.values, expected.encoded[1]!.flat(), 0.01);
    const { latents } = expected;
    const shape = [latents.length, latents[0]!.length];
    const decoded = await model.decode(createBatch(shape, Float32Array.from(latents.flat())));
    const levels = decoded.flatMap(({ pixels }) => [...pixels]);
    expectClose(
      levels,
      expected.decoded.flat().map((value) => value * 255),
      0.51,
    );
  } finally {
    model.dispose();
  }
});

function expectClose(actual: ArrayLike<number>, expected: readonly number[], most: number): void {
  expect(actual).toHaveLength(expected.length);
  const largest = Math.max(...Array.from(actual, (value, i) => Math.abs(value - expected[i]!)));
  expect(largest).toBeLessThanOrEqual(most);
}

it.each(['tfjs', 'onnx'])(
  'a shipped model that was exported to %s comes back as it was, or is refused in one line',
  async (to) => {
    const out = path.join(dir, `exported-${to}`);
    expect((await speil('export', 'mnist-vae', '--to', to, '-o', out)).code).toBe(0);
    const parts = to === 'tfjs' ? ['encoder', 'decoder'] : ['encoder.onnx', 'decoder.onnx'];
    const back = path.join(dir, `back-${to}`);
    const { code, err } = await speil(
      'import',
      ...parts.map((part) => path.join(out, part)),
      '-o',
      back,
    );
    if (to === 'onnx') {
      // The compiler writes operators of TensorFlow's layout, which are no chain of PyTorch's.
      expect([code, err]).toEqual([1, [expect.stringMatching(/cannot be imported: it /u)]]);
      expect(fs.existsSync(back)).toBe(false);
      return;
    }
    expect([code, err]).toEqual([0, []]);
    const read = (folder: string): unknown =>
      (
        JSON.parse(fs.readFileSync(path.join(folder, 'model.json'), 'utf8')) as {
          spec: { architecture: unknown };
        }
      ).spec.architecture;
    const shipped = path.resolve(import.meta.dirname, '../../../../../packages/models/mnist-vae');
    expect(read(back)).toEqual(read(shipped));
    // The golden outputs of the shipped model are those of the one that came back.
    fs.copyFileSync(path.join(shipped, 'golden.json'), path.join(back, 'golden.json'));
    expect((await speil('verify', back, '--engine', 'cpu')).code).toBe(0);
  },
);

/** Writes a Sequential model of TensorFlow.js without weights. */
function writeTfjs(name: string, layers: readonly object[]): string {
  const folder = path.join(dir, name);
  fs.mkdirSync(folder, { recursive: true });
  const model = {
    format: 'layers-model',
    modelTopology: { class_name: 'Sequential', config: { layers } },
    weightsManifest: [],
  };
  fs.writeFileSync(path.join(folder, 'model.json'), JSON.stringify(model));
  return folder;
}
const input = {
  class_name: 'InputLayer',
  config: { name: 'x', batch_input_shape: [null, 8, 8, 1] },
};
const layer = (name: string, config: object) => ({
  class_name: name,
  config: { name: 'odd', ...config },
});

it.each([
  [
    'a layer that Speil does not have',
    layer('LSTM', { units: 3 }),
    /layer odd is of class LSTM, which cannot be imported\. Possible: Dense/u,
  ],
  [
    'a layer named like a property of all objects',
    layer('constructor', {}),
    /of class constructor, which cannot be imported/u,
  ],
  [
    'an activation that Speil does not have',
    layer('Dense', { units: 3, activation: 'selu' }),
    /has the activation selu; Speil has linear, relu/u,
  ],
  ['a clipped activation', layer('ReLU', { max_value: 6 }), /must have no max_value/u],
  [
    'an activation named like a property of all objects',
    layer('Dense', { units: 3, activation: 'constructor' }),
    /has the activation constructor; Speil has/u,
  ],
  [
    'unequal strides',
    layer('Conv2D', { filters: 1, kernel_size: [3, 3], strides: [1, 2] }),
    /must have equal sides in strides\. Received: 1 x 2/u,
  ],
  [
    'channels first',
    layer('Conv2D', { filters: 1, data_format: 'channels_first' }),
    /must have data_format channels_last/u,
  ],
  [
    'a slope of its own',
    layer('LeakyReLU', { alpha: 0.3 }),
    /must have a slope of \.2 below zero\. Received: 0\.3/u,
  ],
  [
    'an activation without a layer',
    layer('ReLU', {}),
    /Activation odd \(relu\) must follow a dense layer/u,
  ],
  ['missing weights', layer('Dense', { units: 3 }), /The weights of layer odd are missing/u],
])('refuses %s in one line', async (_, odd, line) => {
  const encoder = writeTfjs('encoder', [input, odd]);
  const { code, out, err } = await speil('import', encoder, encoder, '-o', 'refused');
  expect([code, out, err]).toEqual([1, [], [expect.stringMatching(line)]]);
  expect(fs.existsSync(path.join(dir, 'refused'))).toBe(false);
});

it.each([
  [
    'one network of two',
    [at('keras-encoder.keras')],
    2,
    /Name two files: the encoder and the decoder/u,
  ],
  ['an unknown ending', ['a.pt', 'b.pt'], 1, /a\.pt/u],
  ['weights without a mapping', [at('torch.safetensors')], 2, /with --mapping FILE/u],
  [
    'a decoder in place of the encoder',
    [at('keras-decoder.keras'), at('keras-encoder.keras')],
    1,
    /must be a decoder with one output/u,
  ],
  ['an archive that is none', [at('keras.json'), at('keras.json')], 1, /is not valid/u],
])('refuses %s in one line', async (_, args, exit, line) => {
  const { code, out, err } = await speil('import', ...args, '-o', 'refused');
  expect([code, out, err]).toEqual([exit, [], [expect.stringMatching(line)]]);
});

it('names a tensor that the weights do not have, and a shape that does not fit', async () => {
  const text = fs.readFileSync(at('torch.mapping.json'), 'utf8');
  const mapped = async (change: string): Promise<readonly string[]> => {
    fs.writeFileSync(path.join(dir, 'mapping.json'), change);
    return (
      await speil('import', at('torch.safetensors'), '--mapping', 'mapping.json', '-o', 'refused')
    ).err;
  };
  expect(await mapped(text.replace('"fc1.weight"', '"fc1.wieght"'))).toEqual([
    expect.stringMatching(/Unknown tensor 'fc1\.wieght'.*Did you mean.*fc1\.weight/u),
  ]);
  expect(await mapped(text.replace('"fc1.weight"', '"fc4.weight"'))).toEqual([
    expect.stringMatching(
      /encoder\/1\/kernel must have shape \[784, 10\]\. Received: \[10, 784\]/u,
    ),
  ]);
  expect(await mapped(text.replace('"encoder/1/bias": "fc1.bias",', ''))).toEqual([
    expect.stringMatching(
      /must name a tensor for each variable\. Received: none for encoder\/1\/bias \[10\]/u,
    ),
  ]);
});

/** Applies a function of ONNX to the second output of the encoder. */
function withOperator(opType: string): string {
  const model = fromBinary(ModelProtoSchema, fs.readFileSync(at('conv-encoder.onnx')));
  const output = model.graph!.output[1]!;
  const node = { opType, name: 'extra', input: [output.name], output: ['extra'] };
  model.graph!.node.push(create(NodeProtoSchema, node));
  output.name = 'extra';
  const file = path.join(dir, `${opType}.onnx`);
  fs.writeFileSync(file, toBinary(ModelProtoSchema, model));
  return file;
}

it.each(['Softplus', 'Relu'])('refuses a log variance behind %s in ONNX', async (opType) => {
  const files = [withOperator(opType), at('conv-decoder.onnx')];
  const { code, err } = await speil('import', ...files, '-o', 'refused');
  expect([code, err]).toEqual([
    1,
    [expect.stringMatching(/by dense layers without an activation\.$/u)],
  ]);
});

it('reads damaged files of every format without a crash', async () => {
  for (const [name, other] of [
    ['keras-encoder.keras', 'keras-decoder.keras'],
    ['conv-encoder.onnx', 'conv-decoder.onnx'],
  ] as const) {
    const bytes = fs.readFileSync(at(name));
    for (const length of [0, 10, bytes.length / 2, bytes.length - 40]) {
      const broken = path.join(dir, `broken${path.extname(name)}`);
      fs.writeFileSync(broken, bytes.subarray(0, Math.floor(length)));
      const { code, err } = await speil('import', broken, at(other), '-o', 'refused');
      expect(code).toBe(1);
      expect(err).toEqual([expect.not.stringMatching(/unexpected error/u)]);
    }
  }
});
