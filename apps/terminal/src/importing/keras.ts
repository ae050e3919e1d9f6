/**
 * Models in Keras's configuration, which TensorFlow.js shares: a `Sequential` model, or a `Functional` one whose layers
 * form a chain. At the end of an encoder, two dense layers may give mean and log variance, and a layer of one's own may
 * draw a sample from them, which is left out.
 */
import { IncompatibleError, InvalidFileError, parseWith } from '@speil/api';
import * as z from 'zod';
import { converters } from './keras-layers.js';
import type { ForeignLayer, ForeignModel, Tensor } from './network.js';

const text = z.string().max(200);
const layerSchema = z.looseObject({
  class_name: text,
  name: text.optional(),
  config: z.looseObject({ name: text.optional() }),
  inbound_nodes: z.array(z.unknown()).max(1000).optional(),
});
type KerasLayer = z.output<typeof layerSchema>;

const modelSchema = z.looseObject({
  class_name: text,
  config: z.looseObject({
    layers: z.array(layerSchema).max(500),
    output_layers: z.array(z.unknown()).max(100).optional(),
  }),
});

/** @returns the weights of a layer in Keras's order; empty for a layer without weights. */
export type WeightsOf = (layer: string, className: string, index: number) => readonly Tensor[];

/**
 * @param value the configuration of a model. @param shown the file, for messages.
 * @throws InvalidFileError, IncompatibleError.
 */
export function readKeras(value: unknown, weightsOf: WeightsOf, shown: string): ForeignModel {
  const { class_name: kind, config } = parseWith(modelSchema, value, shown);
  if (kind === 'Sequential') return readSequential(config.layers, weightsOf, shown);
  if (kind !== 'Functional' && kind !== 'Model') {
    throw new IncompatibleError(
      `${shown} must hold a Sequential or a Functional model. Received: ${kind}. Save encoder and decoder of a model of your own class one by one.`,
    );
  }
  const layers = new Map(config.layers.map((layer) => [nameOf(layer), layer]));
  const counts = countClasses(config.layers);
  const chainTo = (name: string): readonly KerasLayer[] => {
    const chain: KerasLayer[] = [];
    for (let at: string | undefined = name; at !== undefined;) {
      const layer: KerasLayer = layers.get(at) ?? missing(at, shown);
      chain.unshift(layer);
      if (chain.length > layers.size) throw new InvalidFileError(`${shown} has a cycle of layers.`);
      const inputs: readonly string[] = inputsOf(layer);
      if (inputs.length > 1) {
        throw new IncompatibleError(
          `${shown}: layer ${at} (${layer.class_name}) has ${inputs.length} inputs. Only chains of layers can be imported.`,
        );
      }
      at = inputs[0];
    }
    return chain;
  };
  const convert = (chain: readonly KerasLayer[]): Pick<ForeignModel, 'input' | 'layers'> =>
    convertChain(
      chain,
      (layer) => weightsOf(nameOf(layer), layer.class_name, counts.get(layer)!),
      shown,
    );
  const heads = headsOf(outputsOf(config.output_layers ?? [], shown), layers);
  const [first] = heads;
  if (first === undefined) throw new InvalidFileError(`${shown} names no output.`);
  const [mean, logVariance] = heads.map(chainTo);
  if (logVariance === undefined) return splitHead(convert(mean!));
  if (inputsOf(layers.get(heads[0]!)!).join() !== inputsOf(layers.get(heads[1]!)!).join()) {
    throw new IncompatibleError(
      `${shown}: mean and log variance must be computed from the same layer. Received: ${heads.join(' and ')}.`,
    );
  }
  const whole = convert(mean!);
  const other = convert(logVariance);
  return {
    input: whole.input,
    layers: whole.layers.slice(0, -1),
    heads: [whole.layers.at(-1)!, other.layers.at(-1)!].map((head) => asHead(head, shown)),
  };
}

function readSequential(
  layers: readonly KerasLayer[],
  weightsOf: WeightsOf,
  shown: string,
): ForeignModel {
  const counts = countClasses(layers);
  return splitHead(
    convertChain(
      layers,
      (layer) => weightsOf(nameOf(layer), layer.class_name, counts.get(layer)!),
      shown,
    ),
  );
}

/** A dense layer without an activation at the end of an encoder computes the latent. */
function splitHead({ input, layers }: Pick<ForeignModel, 'input' | 'layers'>): ForeignModel {
  const last = layers.at(-1);
  const isHead = last?.layer.type === 'dense' && last.layer.activation === 'linear';
  return isHead
    ? { input, layers: layers.slice(0, -1), heads: [last] }
    : { input, layers, heads: [] };
}

function asHead(head: ForeignLayer, shown: string): ForeignLayer {
  if (head.layer.type === 'dense' && head.layer.activation === 'linear') return head;
  throw new IncompatibleError(
    `${shown}: mean and log variance must be dense layers without an activation. Received: ${head.layer.type}.`,
  );
}

/** Keras's own layers with several inputs, none of which draws a sample. */
const merges = [
  'Add',
  'Subtract',
  'Multiply',
  'Average',
  'Maximum',
  'Minimum',
  'Concatenate',
  'Dot',
];

/** Names of the layers that give mean and log variance, or the only output. A layer that draws a sample is left out. */
function headsOf(
  outputs: readonly string[],
  layers: ReadonlyMap<string, KerasLayer>,
): readonly string[] {
  const isDraw = (name: string): boolean => {
    const layer = layers.get(name);
    return (
      layer !== undefined &&
      !Object.hasOwn(converters, layer.class_name) &&
      !merges.includes(layer.class_name) &&
      inputsOf(layer).length === 2
    );
  };
  const kept = outputs.filter((name) => !isDraw(name));
  const [drawn] = outputs.filter(isDraw);
  const heads = kept.length > 0 || drawn === undefined ? kept : inputsOf(layers.get(drawn)!);
  return heads.slice(0, 2);
}

function convertChain(
  chain: readonly KerasLayer[],
  weightsOf: (layer: KerasLayer) => readonly Tensor[],
  shown: string,
): Pick<ForeignModel, 'input' | 'layers'> {
  let input: readonly number[] | undefined;
  let layers: readonly ForeignLayer[] = [];
  for (const layer of chain) {
    input ??= inputShapeOf(layer);
    if (layer.class_name === 'InputLayer') continue;
    const convert = Object.hasOwn(converters, layer.class_name)
      ? converters[layer.class_name]
      : undefined;
    if (convert === undefined) {
      throw new IncompatibleError(
        `${shown}: layer ${nameOf(layer)} is of class ${layer.class_name}, which cannot be imported. Possible: ${Object.keys(converters).join(', ')}.`,
      );
    }
    layers = convert({
      config: layer.config,
      name: nameOf(layer),
      weights: weightsOf(layer),
      layers,
    });
  }
  if (input === undefined)
    throw new InvalidFileError(`${shown} does not say the shape of its input.`);
  return { input, layers };
}

function nameOf({ name, config }: KerasLayer): string {
  return name ?? config.name ?? '';
}

/** The position of each layer among those of its class, by which Keras names their weights. */
function countClasses(layers: readonly KerasLayer[]): ReadonlyMap<KerasLayer, number> {
  const counts = new Map<string, number>();
  return new Map(
    layers.map((layer) => {
      const count = counts.get(layer.class_name) ?? 0;
      counts.set(layer.class_name, count + 1);
      return [layer, count];
    }),
  );
}

/** Names of the layers whose outputs a layer takes: in Keras 3 as `keras_history`, before as nested lists. */
function inputsOf({ inbound_nodes: nodes = [] }: KerasLayer): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth > 8 || found.length > 100) return;
    if (Array.isArray(value)) {
      if (typeof value[0] === 'string' && typeof value[1] === 'number') found.push(value[0]);
      else for (const one of value) visit(one, depth + 1);
    } else if (typeof value === 'object' && value !== null) {
      for (const one of Object.values(value)) visit(one, depth + 1);
    }
  };
  visit(nodes, 0);
  return [...new Set(found)];
}

/** Reads `["z", 0, 0]` or a list of such. */
function outputsOf(value: readonly unknown[], shown: string): readonly string[] {
  const outputs = typeof value[0] === 'string' ? [value] : value;
  return outputs.map((output) =>
    Array.isArray(output) && typeof output[0] === 'string'
      ? output[0]
      : missing(JSON.stringify(output).slice(0, 60), shown),
  );
}

function inputShapeOf({ config }: KerasLayer): readonly number[] | undefined {
  const shape = config['batch_shape'] ?? config['batch_input_shape'] ?? config['batchInputShape'];
  const parsed = z.tuple([z.null()], z.int().min(1).max(65_536)).safeParse(shape);
  return parsed.success ? (parsed.data.slice(1) as number[]) : undefined;
}

function missing(name: string, shown: string): never {
  throw new InvalidFileError(`${shown} names a layer that it does not have: ${name}.`);
}
