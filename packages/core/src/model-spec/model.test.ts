import {
  layerSchema,
  modelSpecSchema,
  type LayerInput,
  type LayerSpec,
  type ModelSpecInput,
} from '@speil/api';
import { describe, expect, it } from 'vitest';
import { countParameters, declareModel } from './model.js';
import { declareLayer } from './layers/layers.js';
import { initialValues } from '../random/initial-weights.js';

/** The network of the Keras code example "Variational AutoEncoder". */
const kerasExample = {
  name: 'keras-vae',
  family: 'vae',
  codec: { id: 'image', shape: [28, 28, 1] },
  latentShape: [2],
  architecture: {
    encoder: [
      { type: 'conv2d', filters: 32, kernelSize: 3, strides: 2, activation: 'relu' },
      { type: 'conv2d', filters: 64, kernelSize: 3, strides: 2, activation: 'relu' },
      { type: 'flatten' },
      { type: 'dense', units: 16, activation: 'relu' },
    ],
    decoder: [
      { type: 'dense', units: 3136, activation: 'relu' },
      { type: 'reshape', shape: [7, 7, 64] },
      { type: 'conv2dTranspose', filters: 64, kernelSize: 3, strides: 2, activation: 'relu' },
      { type: 'conv2dTranspose', filters: 32, kernelSize: 3, strides: 2, activation: 'relu' },
      { type: 'conv2dTranspose', filters: 1, kernelSize: 3 },
    ],
  },
  bottleneck: { kind: 'gaussian', size: 2 },
  objective: { likelihood: { kind: 'bernoulli' } },
} as const satisfies ModelSpecInput;
const parse = (change: Partial<ModelSpecInput> = {}) =>
  modelSpecSchema.parse({ ...kerasExample, ...change });

describe('a declared model', () => {
  it('has the 69,076 + 65,089 parameters that the Keras example prints', () => {
    expect(countParameters(parse())).toBe(69_076 + 65_089);
  });

  it('has unique names of variables', () => {
    const names = declareModel(parse()).variables.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is refused if its decoder does not end in the shape of the data', () => {
    const { encoder } = kerasExample.architecture;
    const spec = parse({ architecture: { encoder, decoder: [{ type: 'dense', units: 3 }] } });
    expect(() => declareModel(spec)).toThrow(
      "The decoder must end in the codec's shape [28, 28, 1]. Received: [3].",
    );
  });

  it('is refused before anything is allocated if it has more parameters than the limit', () => {
    const layers = Array.from({ length: 2 }, () => ({ type: 'dense', units: 65_536 }) as const);
    const { encoder } = kerasExample.architecture;
    const spec = parse({
      architecture: {
        encoder,
        decoder: [
          ...layers,
          { type: 'dense', units: 784 },
          { type: 'reshape', shape: [28, 28, 1] },
        ],
      },
    });
    expect(() => declareModel(spec)).toThrow(/at most 500000000 parameters/u);
  });

  it('is refused if its bottleneck contradicts its family', () => {
    expect(() => declareModel(parse({ family: 'ae' }))).toThrow(/that is family 'vae'/u);
  });

  it('is refused with an error of one line if its parts contradict each other', () => {
    const { objective, ...point } = kerasExample;
    const refused = (change: Partial<ModelSpecInput>): string => {
      try {
        declareModel(modelSpecSchema.parse({ ...point, objective, ...change }));
      } catch (error) {
        return (error as Error).message;
      }
      return 'taken';
    };
    const plain = { family: 'ae', bottleneck: { kind: 'deterministic', size: 2 } } as const;
    const likelihood = { kind: 'bernoulli' } as const;
    const messages: [Partial<ModelSpecInput>, string][] = [
      [
        { ...plain, objective: { likelihood, importanceSamples: 5 } },
        'importance samples need a gaussian bottleneck. Received: bottleneck=deterministic.',
      ],
      [
        { ...plain, objective: { likelihood, capacity: { gamma: 1 } } },
        'a capacity needs a gaussian bottleneck. Received: bottleneck=deterministic.',
      ],
      [
        { objective: { likelihood, sparsity: { kind: 'l1', weight: 1 } } },
        'sparsity needs a deterministic bottleneck. Received: bottleneck=gaussian.',
      ],
      [
        { ...plain, objective: { likelihood, sparsity: { kind: 'kl', target: 0.1, weight: 1 } } },
        'a target activation needs an identity head after a sigmoid. Received: activation=relu.',
      ],
      [
        { input: { kind: 'binarized' }, objective: { likelihood: { kind: 'mse' } } },
        'binary samples of the input need a bernoulli likelihood. Received: likelihood=mse.',
      ],
      [
        { condition: { kind: 'label', classes: 10 } },
        "a gaussian bottleneck, a condition: that is family 'cvae'. Received: family=vae.",
      ],
      [
        { objective: { likelihood, priorMatching: { kind: 'mmd', weight: 1 } } },
        "a gaussian bottleneck, prior matching by mmd: that is family 'infovae'. Received: family=vae.",
      ],
    ];
    for (const [change, message] of messages) {
      expect(refused(change)).toBe(`Model keras-vae: ${message}`);
    }
  });

  it('is refused if its discriminator does not end in one logit', () => {
    const spec = parse({
      family: 'aae',
      objective: {
        likelihood: { kind: 'bernoulli' },
        priorMatching: { kind: 'adversarial', layers: [{ type: 'dense', units: 2 }] },
      },
    });
    expect(() => declareModel(spec)).toThrow(/must end in one logit \[1\].* Received: \[2\]/u);
  });

  it('is refused if a layer gives more values than the limit, or has too many recurrent steps', () => {
    const { decoder } = kerasExample.architecture;
    const grow = { type: 'upSample2d', size: 64 } as const;
    const huge = parse({
      architecture: { encoder: [grow, grow, { type: 'flatten' }], decoder },
    });
    expect(() => declareModel(huge)).toThrow(
      'architecture.encoder[1] (upSample2d) may give at most',
    );
    const long = parse({
      architecture: {
        encoder: [
          { type: 'reshape', shape: [784, 1] },
          { type: 'lstm', units: 2 },
        ],
        decoder,
      },
    });
    expect(() => declareModel(long)).toThrow('with at most 512 steps. Received: [784, 1].');
  });

  it('is refused if its recurrent layers, including those in a residual, have too many steps together', () => {
    const layersOf = (count: number): LayerInput[] => [
      { type: 'reshape', shape: [392, 2] },
      ...Array.from({ length: count }, () => ({
        type: 'gru' as const,
        units: 2,
        returnSequences: true,
      })),
      { type: 'residual', layers: [{ type: 'lstm', units: 2, returnSequences: true }] },
    ];
    const deep = (count: number) =>
      parse({ architecture: { ...kerasExample.architecture, encoder: layersOf(count) } });
    // Seven layers of 392 steps have 2744 steps, and eight have 3136.
    expect(() => declareModel(deep(6))).not.toThrow();
    expect(() => declareModel(deep(7))).toThrow(
      'may have at most 3072 steps together; shorten the sequences or take fewer layers. Received: 3136.',
    );
  });

  it('is refused if its latent shape is not that of the bottleneck', () => {
    expect(() => declareModel(parse({ latentShape: [3] }))).toThrow(/latentShape must be \[2\]/u);
    const identity = {
      bottleneck: { kind: 'deterministic', size: 3, head: 'identity' },
      family: 'ae',
    } as const;
    expect(() => declareModel(parse({ latentShape: [3], ...identity }))).toThrow(
      /^The latent is the encoder's output \[\d+\], .* change architecture\.encoder too\. Received: latentShape=\[3\]/u,
    );
  });

  it('has the features themselves as its latent if the head is `identity`', () => {
    const spec = parse({
      family: 'ae',
      codec: { id: 'image', shape: [16, 16, 1] },
      latentShape: [8, 8, 32],
      bottleneck: { kind: 'deterministic', size: 2048, head: 'identity' },
      architecture: {
        encoder: kerasExample.architecture.encoder.slice(0, 1),
        decoder: [{ type: 'conv2dTranspose', filters: 1, kernelSize: 3, strides: 2 }],
      },
    });
    expect(declareModel(spec).heads).toEqual([]);
  });
});

describe('the biases of a layer', () => {
  it.each<readonly [LayerInput, readonly number[]]>([
    [{ type: 'dense', units: 2, initialBias: 0.4 }, [3]],
    [{ type: 'conv2d', filters: 2, kernelSize: 3, initialBias: 0.4 }, [4, 4, 1]],
    [{ type: 'conv2dTranspose', filters: 2, kernelSize: 3, initialBias: 0.4 }, [4, 4, 1]],
  ])('start at initialBias, and at 0 by default: %j', (layer, shape) => {
    const biasOf = (input: LayerInput): Float32Array => {
      const { variables } = declareLayer(layerSchema.parse(input), shape, 'decoder/0');
      return initialValues(
        variables.find(({ name }) => name.endsWith('/bias'))!,
        1,
        0,
      );
    };
    expect([...biasOf(layer)]).toEqual([Math.fround(0.4), Math.fround(0.4)]);
    expect([...biasOf({ ...layer, initialBias: undefined } as LayerInput)]).toEqual([0, 0]);
  });
});

describe('a declared layer', () => {
  const cases: [LayerSpec, number[], number[]][] = [
    [conv('conv2d', 2, 'same'), [7, 8, 3], [4, 4, 5]],
    [conv('conv2d', 2, 'valid'), [7, 8, 3], [3, 3, 5]],
    [conv('conv2dTranspose', 2, 'same'), [7, 8, 3], [14, 16, 5]],
    [conv('conv2dTranspose', 2, 'valid'), [7, 8, 3], [15, 17, 5]],
    [{ type: 'maxPool2d', poolSize: 2, padding: 'valid' }, [7, 8, 3], [3, 4, 3]],
    [{ type: 'maxPool2d', poolSize: 2, padding: 'same' }, [7, 8, 3], [4, 4, 3]],
  ];
  it.each(cases)('%o turns %j into %j', (spec, input, output) => {
    expect(declareLayer(spec, input, 'layer').outputShape).toEqual(output);
  });

  it('is refused with an error that names the layer, the expected shape and the received shape', () => {
    const spec: LayerSpec = { type: 'dense', units: 3, activation: 'relu' };
    expect(() => declareLayer(spec, [7, 7, 64], 'decoder/3')).toThrow(
      'architecture.decoder[3] (dense) needs a flat input [n] (put a flatten layer before it). Received: [7, 7, 64].',
    );
    const residual: LayerSpec = {
      type: 'residual',
      layers: [spec],
      interpolation: 'nearest',
      activation: 'linear',
    };
    expect(() => declareLayer(residual, [7, 7, 64], 'encoder/1')).toThrow(
      'architecture.encoder[1].layers[0] (dense) needs a flat input',
    );
    expect(() => declareLayer(spec, [7, 7, 64], 'critic/0')).toThrow(
      'Layer critic/0 (dense) needs',
    );
  });
});

function conv(
  type: 'conv2d' | 'conv2dTranspose',
  strides: number,
  padding: 'same' | 'valid',
): LayerSpec {
  return { type, filters: 5, kernelSize: 3, strides, padding, activation: 'linear' };
}
