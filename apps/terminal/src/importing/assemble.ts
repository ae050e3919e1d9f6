/** Joins an encoder and a decoder of another library into one model of Speil, and checks every shape on the way. */
import {
  IncompatibleError,
  modelSpecSchema,
  parseWith,
  sizeOf,
  type LayerInput,
  type ModelSpec,
} from '@speil/api';
import { declareModel } from '@speil/core/spec';
import type { ForeignEncoder, ForeignLayer, ForeignNetwork, Tensor } from './network.js';

export interface AssembleOptions {
  readonly name: string;
  /** The shape of a picture, if the network takes flat vectors. */
  readonly shape?: readonly [number, number, number];
  /** How the decoder's output is scored. Default: `bernoulli` for one that ends in a sigmoid, otherwise `mse`. */
  readonly likelihood?: 'bernoulli' | 'gaussian' | 'mse';
}

export interface Assembled {
  readonly spec: ModelSpec;
  readonly variables: Readonly<Record<string, Tensor>>;
}

/** @throws IncompatibleError for networks that do not fit together or that Speil cannot express. */
export function assemble(
  encoder: ForeignEncoder,
  decoder: ForeignNetwork,
  options: AssembleOptions,
): Assembled {
  const { input, heads } = encoder;
  const isFlat = input.length === 1;
  const shape = isFlat ? pictureShape(input[0]!, options.shape) : input;
  const trunk: readonly ForeignLayer[] = [
    ...(isFlat && encoder.layers[0]?.layer.type !== 'flatten' ? [plain({ type: 'flatten' })] : []),
    ...encoder.layers,
  ];
  const { layers: decoding, likelihood } = endOf(decoder.layers, options.likelihood);
  const back: readonly ForeignLayer[] = [
    ...decoding,
    ...(isFlat && decoding.at(-1)?.layer.type === 'dense'
      ? [plain({ type: 'reshape', shape: [...shape] })]
      : []),
  ];
  const latentShape = decoder.input;
  const size = sizeOf(latentShape);
  const isGaussian = heads.length === 2;
  const spec = parseWith(
    modelSpecSchema,
    {
      name: options.name,
      family: isGaussian ? 'vae' : 'ae',
      codec: { id: 'image', shape: [...shape] },
      latentShape: [...latentShape],
      architecture: { encoder: listLayers(trunk), decoder: listLayers(back) },
      bottleneck: {
        kind: isGaussian ? 'gaussian' : 'deterministic',
        size,
        ...(heads.length === 0 && { head: 'identity' }),
      },
      objective: { likelihood: { kind: likelihood } },
    },
    'The imported model',
  );
  const variables = {
    ...named('encoder', trunk),
    ...named('decoder', back),
    ...Object.fromEntries(
      heads.flatMap(({ weights }, i) =>
        Object.entries(weights).map(([name, tensor]) => [
          `bottleneck/${i === 0 ? 'mean' : 'logVariance'}/${name}`,
          tensor,
        ]),
      ),
    ),
  };
  assertComplete(spec, variables);
  return { spec, variables };
}

/** @throws IncompatibleError if a variable is missing, unknown or of another shape. */
export function assertComplete(spec: ModelSpec, variables: Readonly<Record<string, Tensor>>): void {
  const declared = declareModel(spec).variables;
  for (const { name, shape } of declared) {
    const found = variables[name];
    if (found?.shape.join() === shape.join()) continue;
    throw new IncompatibleError(
      `The imported model needs ${name} of shape [${shape.join(', ')}]. Received: ${found === undefined ? 'none' : `[${found.shape.join(', ')}]`}.`,
    );
  }
  const known = new Set(declared.map(({ name }) => name));
  const other = Object.keys(variables).find((name) => !known.has(name));
  if (other === undefined) return;
  throw new IncompatibleError(`The imported model has no variable ${other}.`);
}

/** A sigmoid at the end belongs to the likelihood, whose decoder gives logits. */
function endOf(
  layers: readonly ForeignLayer[],
  wanted: AssembleOptions['likelihood'],
): {
  readonly layers: readonly ForeignLayer[];
  readonly likelihood: NonNullable<AssembleOptions['likelihood']>;
} {
  const at = layers.findLastIndex(({ layer }) => 'activation' in layer);
  const last = layers[at];
  const ends =
    last !== undefined && layers.slice(at + 1).every(({ layer }) => layer.type === 'reshape');
  const isSigmoid = ends && 'activation' in last.layer && last.layer.activation === 'sigmoid';
  const likelihood = wanted ?? (isSigmoid ? 'bernoulli' : 'mse');
  if (likelihood !== 'bernoulli') return { layers, likelihood };
  if (!isSigmoid) {
    throw new IncompatibleError(
      'A Bernoulli likelihood needs a decoder that ends in a sigmoid. Choose --likelihood mse or gaussian for this one.',
    );
  }
  const logits = { ...last, layer: { ...last.layer, activation: 'linear' as const } };
  return { layers: layers.map((layer, i) => (i === at ? logits : layer)), likelihood };
}

function pictureShape(
  size: number,
  given: readonly [number, number, number] | undefined,
): readonly number[] {
  const side = Math.sqrt(size);
  const shape = given ?? (Number.isInteger(side) ? [side, side, 1] : undefined);
  if (shape !== undefined && sizeOf(shape) === size) return shape;
  throw new IncompatibleError(
    `The encoder takes vectors of ${size} numbers: name the pictures' shape with --shape, such as 28x28x1. Received: ${given?.join('x') ?? 'none'}.`,
  );
}

const plain = (layer: ForeignLayer['layer']): ForeignLayer => ({ layer, weights: {} });

const listLayers = (layers: readonly ForeignLayer[]): LayerInput[] =>
  layers.map(({ layer }) => layer);

function named(part: string, layers: readonly ForeignLayer[]): Record<string, Tensor> {
  return Object.fromEntries(
    layers.flatMap(({ weights }, i) =>
      Object.entries(weights).map(([name, tensor]) => [`${part}/${i}/${name}`, tensor]),
    ),
  );
}
