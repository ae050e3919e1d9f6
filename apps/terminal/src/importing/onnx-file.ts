/**
 * Reads encoders and decoders in ONNX that are chains of the usual operators, as `torch.onnx.export` writes them. Images
 * are channels first there and channels last here: weights are permuted, also those of a dense layer behind a flattened
 * picture.
 */
import { IncompatibleError, InvalidFileError, sizeOf } from '@speil/api';
import { fromBinary } from '@bufbuild/protobuf';
import {
  ModelProtoSchema,
  type GraphProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';
import {
  permute,
  reshaped,
  withActivation,
  zeros,
  type ForeignLayer,
  type ForeignModel,
  type Tensor,
} from './network.js';

/** @param shown the file, for messages. @throws InvalidFileError, IncompatibleError. */
export function readOnnxFile(bytes: Uint8Array, shown: string): ForeignModel {
  let graph: GraphProto | undefined;
  try {
    ({ graph } = fromBinary(ModelProtoSchema, bytes));
  } catch (error) {
    throw new InvalidFileError(`${shown} is not an ONNX file: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  if (graph === undefined)
    throw new InvalidFileError(`${shown} is not an ONNX file: it has no graph.`);
  return new Reader(graph, shown).read();
}

/** The state of a chain: its layers, and the shape of an item, channels first. */
interface Chain {
  readonly layers: readonly ForeignLayer[];
  readonly shape: readonly number[];
  /** The picture, channels first, that was flattened: its values lie in another order there. */
  readonly flattened?: readonly [channels: number, height: number, width: number];
}

class Reader {
  readonly #graph: GraphProto;
  readonly #shown: string;
  readonly #tensors = new Map<string, TensorProto>();

  constructor(graph: GraphProto, shown: string) {
    this.#graph = graph;
    this.#shown = shown;
    for (const tensor of graph.initializer) this.#tensors.set(tensor.name, tensor);
    for (const node of graph.node) {
      const value = node.opType === 'Constant' ? node.attribute[0]?.t : undefined;
      if (value !== undefined) this.#tensors.set(node.output[0]!, value);
    }
  }

  read(): ForeignModel {
    const inputs = this.#graph.input.filter(({ name }) => !this.#tensors.has(name));
    const [input] = inputs;
    if (input === undefined || inputs.length > 1) {
      throw this.#refuse(`has ${inputs.length} inputs; one is needed`);
    }
    const shape = itemShape(input);
    if (shape === undefined) throw this.#refuse('does not say the shape of its input');
    const start: Chain = { layers: [], shape };
    const outputs = this.#graph.output.map(({ name }) => name);
    if (outputs.length > 2) throw this.#refuse(`has ${outputs.length} outputs; two are possible`);
    const chains = outputs.map((name) => this.#chainTo(name, input.name, start));
    const [mean, logVariance] = chains;
    if (mean === undefined) throw this.#refuse('names no output');
    const picture = lastShape(shape);
    const { flattened } = mean;
    if (flattened !== undefined && flattened[1] * flattened[2] > 1 && flattened[0] > 1) {
      throw this.#refuse('ends in a flattened picture, whose values Speil has in another order');
    }
    if (logVariance === undefined) {
      const last = mean.layers.at(-1);
      const isHead = last?.layer.type === 'dense' && last.layer.activation === 'linear';
      return {
        input: picture,
        layers: isHead ? mean.layers.slice(0, -1) : mean.layers,
        heads: isHead ? [last] : [],
      };
    }
    const heads = [mean, logVariance].map(({ layers }) => layers.at(-1));
    const areDense = heads.every((head) => {
      const layer = head?.layer;
      return layer?.type === 'dense' && layer.activation === 'linear';
    });
    const same = mean.layers.slice(0, -1);
    const isShared = logVariance.layers
      .slice(0, -1)
      .every(({ weights }, i) => same[i] !== undefined && isSame(weights, same[i].weights));
    if (!areDense || !isShared || same.length !== logVariance.layers.length - 1) {
      throw this.#refuse(
        'computes mean and log variance otherwise than from the same layer, by dense layers without an activation',
      );
    }
    return { input: picture, layers: same, heads: heads.map((head) => head!) };
  }

  #chainTo(output: string, input: string, start: Chain): Chain {
    const nodes: NodeProto[] = [];
    for (let at = output; at !== input;) {
      const node = this.#graph.node.find((one) => one.output.includes(at));
      if (node === undefined || nodes.length > this.#graph.node.length) {
        throw this.#refuse(`is no chain of operators at ${at.slice(0, 60)}`);
      }
      nodes.unshift(node);
      const from = node.input.filter((name) => name !== '' && !this.#tensors.has(name));
      if (from.length !== 1) {
        throw this.#refuse(`is no chain: ${node.opType} takes ${from.length} values`);
      }
      at = from[0]!;
    }
    return nodes.reduce((chain, node) => this.#append(chain, node), start);
  }

  #append(chain: Chain, node: NodeProto): Chain {
    const { layers, shape } = chain;
    switch (node.opType) {
      case 'Conv':
      case 'ConvTranspose':
        return this.#convolution(chain, node);
      case 'Gemm':
      case 'MatMul':
        return this.#dense(chain, node);
      case 'Add': {
        const bias = this.#tensorOf(node.input.find((name) => this.#tensors.has(name)));
        const last = layers.at(-1);
        const isPlain =
          last?.layer.type === 'dense' &&
          last.layer.activation === 'linear' &&
          last.weights['bias']!.values.every((value) => value === 0);
        if (!isPlain) throw this.#refuse('adds to something else than a product');
        const weights = { ...last.weights, bias: reshaped(bias, [bias.values.length]) };
        return { ...chain, layers: [...layers.slice(0, -1), { ...last, weights }] };
      }
      case 'Relu':
      case 'Sigmoid':
      case 'Tanh':
      case 'Softplus':
        return { ...chain, layers: withActivation(layers, node.opType.toLowerCase(), node.name) };
      case 'LeakyRelu': {
        const slope = floatOf(node, 'alpha', 0.01);
        if (Math.abs(slope - 0.2) > 1e-6) {
          throw this.#refuse(`has a LeakyRelu with slope ${slope}; Speil's is .2`);
        }
        return { ...chain, layers: withActivation(layers, 'leakyRelu', node.name) };
      }
      case 'Flatten':
        return this.#flatten(chain);
      case 'Reshape': {
        const to = this.#integersOf(node.input[1]).slice(1);
        const known = to.map((side) => (side === -1 ? -sizeOf(shape) / sizeOf(to) : side));
        return known.length === 1 ? this.#flatten(chain) : this.#unflatten(chain, known);
      }
      case 'Identity':
      case 'Dropout':
        return chain;
      default:
        throw this.#refuse(
          `has the operator ${node.opType}. Possible: Conv, ConvTranspose, Gemm, MatMul, Add, Relu, LeakyRelu, Sigmoid, Tanh, Softplus, Flatten, Reshape`,
        );
    }
  }

  #flatten(chain: Chain): Chain {
    const { layers, shape } = chain;
    if (shape.length === 1) return chain;
    return {
      layers: [...layers, { layer: { type: 'flatten' }, weights: {} }],
      shape: [sizeOf(shape)],
      flattened: shape as [number, number, number],
    };
  }

  /** The dense layer before writes its values channels first; its columns are put in the order of channels last. */
  #unflatten(chain: Chain, shape: readonly number[]): Chain {
    const last = chain.layers.at(-1);
    const [channels, height, width] = shape;
    if (last?.layer.type !== 'dense' || width === undefined || shape.length !== 3) {
      throw this.#refuse('reshapes something else than the output of a dense layer to a picture');
    }
    const kernel = last.weights['kernel']!;
    const inputs = kernel.shape[0]!;
    const weights = {
      kernel: reshaped(
        permute(reshaped(kernel, [inputs, channels!, height!, width]), [0, 2, 3, 1]),
        kernel.shape,
      ),
      bias: reshaped(
        permute(reshaped(last.weights['bias']!, [channels!, height!, width]), [1, 2, 0]),
        last.weights['bias']!.shape,
      ),
    };
    const reshape = { type: 'reshape' as const, shape: [height!, width, channels!] };
    return {
      layers: [...chain.layers.slice(0, -1), { ...last, weights }, { layer: reshape, weights: {} }],
      shape,
    };
  }

  #dense({ layers, flattened }: Chain, node: NodeProto): Chain {
    const given = this.#tensorOf(node.input[1]);
    const isTransposed = node.opType === 'Gemm' && intOf(node, 'transB', 0) === 1;
    if (
      given.shape.length !== 2 ||
      floatOf(node, 'alpha', 1) !== 1 ||
      floatOf(node, 'beta', 1) !== 1
    ) {
      throw this.#refuse(`has a ${node.opType} that is no dense layer`);
    }
    let kernel = isTransposed ? permute(given, [1, 0]) : given;
    const [inputs, units] = kernel.shape as [number, number];
    if (flattened !== undefined && sizeOf(flattened) === inputs) {
      kernel = reshaped(permute(reshaped(kernel, [...flattened, units]), [1, 2, 0, 3]), [
        inputs,
        units,
      ]);
    }
    const bias = node.input[2] === undefined ? zeros(units) : this.#tensorOf(node.input[2]);
    const layer = { type: 'dense', units, activation: 'linear' } as const;
    return { layers: [...layers, { layer, weights: { kernel, bias } }], shape: [units] };
  }

  #convolution({ layers, shape }: Chain, node: NodeProto): Chain {
    const given = this.#tensorOf(node.input[1]);
    const isTransposed = node.opType === 'ConvTranspose';
    const [, height, width] = shape;
    const [first, second, rows, columns] = given.shape;
    const { strides, pads } = sidesOf(node);
    const [stride = 1, other = stride] = strides;
    const isSquare = rows === columns && stride === other && new Set(pads).size <= 1;
    const isPlain = intOf(node, 'group', 1) === 1 && dilationOf(node) === 1;
    if (
      height === undefined ||
      width === undefined ||
      !isSquare ||
      !isPlain ||
      rows === undefined
    ) {
      throw this.#refuse(
        `has a ${node.opType} with groups, dilation, or unequal sides, strides or padding`,
      );
    }
    const pad = pads[0] ?? 0;
    if ((attribute(node, 'auto_pad')?.s?.length ?? 0) > 0 || hasOutputPadding(node)) {
      throw this.#refuse(`has a ${node.opType} with auto_pad or output_padding`);
    }
    const padding = this.#paddingOf({ pad, kernel: rows, stride, side: height, isTransposed });
    if (padding !== this.#paddingOf({ pad, kernel: rows, stride, side: width, isTransposed })) {
      throw this.#refuse(`pads the two sides of a ${node.opType} in different ways`);
    }
    const filters = isTransposed ? second! : first!;
    const grow = (side: number): number =>
      isTransposed
        ? (side - 1) * stride - 2 * pad + rows
        : Math.floor((side + 2 * pad - rows) / stride) + 1;
    const layer = {
      type: isTransposed ? 'conv2dTranspose' : 'conv2d',
      filters,
      kernelSize: rows,
      strides: stride,
      padding,
      activation: 'linear',
    } as const;
    const bias = node.input[2] === undefined ? zeros(filters) : this.#tensorOf(node.input[2]);
    // [out, in, k, k] to [k, k, in, out], or [in, out, k, k] to [k, k, out, in].
    const kernel = permute(given, [2, 3, 1, 0]);
    return {
      layers: [...layers, { layer, weights: { kernel, bias } }],
      shape: [filters, grow(height), grow(width)],
    };
  }

  /** The padding of TensorFlow that is the same on each side as the given one. */
  #paddingOf(sides: {
    readonly pad: number;
    readonly kernel: number;
    readonly stride: number;
    readonly side: number;
    readonly isTransposed: boolean;
  }): 'same' | 'valid' {
    const { pad, kernel, stride, side, isTransposed } = sides;
    if (pad === 0) return 'valid';
    const whole = isTransposed
      ? kernel - stride
      : Math.max((Math.ceil(side / stride) - 1) * stride + kernel - side, 0);
    if (whole === 2 * pad) return 'same';
    throw this.#refuse(
      `pads a convolution of ${kernel} with stride ${stride} by ${pad} on each side, which TensorFlow's "same" (${whole} in all) is not`,
    );
  }

  #tensorOf(name: string | undefined): Tensor {
    const found = this.#tensors.get(name ?? '');
    if (found?.dataType !== 1)
      throw this.#refuse(`lacks the weights ${name?.slice(0, 60) ?? ''} as 32-bit floats`);
    const shape = found.dims.map(Number);
    if (Number(found.dataLocation ?? 0) !== 0 || found.rawData.length % 4 !== 0) {
      throw this.#refuse('has weights in another file: export it with external_data=False');
    }
    const values =
      found.rawData.length > 0
        ? new Float32Array(Uint8Array.from(found.rawData).buffer)
        : Float32Array.from(found.floatData);
    if (values.length !== sizeOf(shape)) throw this.#refuse(`has damaged weights ${name}`);
    return { shape, values };
  }

  #integersOf(name: string | undefined): readonly number[] {
    const found = this.#tensors.get(name ?? '');
    if (found === undefined) throw this.#refuse('reshapes to a shape that it computes');
    const raw = Uint8Array.from(found.rawData);
    return raw.length > 0 && raw.length % 8 === 0
      ? Array.from(new BigInt64Array(raw.buffer), Number)
      : found.int64Data.map(Number);
  }

  #refuse(why: string): IncompatibleError {
    return new IncompatibleError(`${this.#shown} cannot be imported: it ${why}.`);
  }
}

/** Whether two layers have the very same weights. */
function isSame(one: ForeignLayer['weights'], other: ForeignLayer['weights']): boolean {
  return Object.keys(one).every((name) => {
    const [a, b] = [one[name]!.values, other[name]?.values];
    return a.length === b?.length && a.every((value, i) => value === b[i]);
  });
}

/** The shape of an item, without the batch. */
function itemShape({ type }: ValueInfoProto): readonly number[] | undefined {
  if (type?.value.case !== 'tensorType') return undefined;
  const dims = type.value.value.shape?.dim.slice(1) ?? [];
  const sides = dims.map(({ value }) => (value.case === 'dimValue' ? Number(value.value) : 0));
  return sides.length > 0 && sides.every((side) => side > 0) ? sides : undefined;
}

/** Channels last. */
function lastShape(shape: readonly number[]): readonly number[] {
  const [channels, height, width] = shape;
  return width === undefined ? shape : [height!, width, channels!];
}

const attribute = (node: NodeProto, name: string) =>
  node.attribute.find((one) => one.name === name);
const intOf = (node: NodeProto, name: string, otherwise: number): number =>
  Number(attribute(node, name)?.i ?? otherwise);
const floatOf = (node: NodeProto, name: string, otherwise: number): number =>
  attribute(node, name)?.f ?? otherwise;
const hasOutputPadding = (node: NodeProto): boolean =>
  (attribute(node, 'output_padding')?.ints ?? []).some((value) => Number(value) !== 0);
const dilationOf = (node: NodeProto): number =>
  Math.max(1, ...(attribute(node, 'dilations')?.ints ?? []).map(Number));
const sidesOf = (node: NodeProto) => ({
  strides: (attribute(node, 'strides')?.ints ?? []).map(Number),
  pads: (attribute(node, 'pads')?.ints ?? []).map(Number),
});
