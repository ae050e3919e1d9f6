/**
 * Reads weights in safetensors, such as a `state_dict` of PyTorch, with a mapping that says which model they belong to
 * and which tensor each variable comes from.
 */
import {
  IncompatibleError,
  modelSpecSchema,
  parseJson,
  sizeOf,
  UnknownNameError,
  nearest,
} from '@speil/api';
import { decodeSafetensors } from '@speil/core';
import { declareModel } from '@speil/core/spec';
import * as z from 'zod';
import { assertComplete, type Assembled } from './assemble.js';
import { permute, reshaped, type Tensor } from './network.js';

const axes = z.array(z.int().min(0).max(5)).min(1).max(6);

const tensorSchema = z.union([
  z.string().max(300),
  z.strictObject({
    /** The tensor's name in the file. */
    from: z.string().max(300),
    /** The order of its axes here. Default: PyTorch's order is turned into TensorFlow's. */
    permute: axes.optional(),
    /**
     * For a dense layer whose inputs are a flattened picture, channels first: the picture's shape,
     * `[channels, height, width]`.
     */
    inputs: z.array(z.int().min(1)).length(3).optional(),
    /** The same for its outputs, which are reshaped to a picture. */
    outputs: z.array(z.int().min(1)).length(3).optional(),
  }),
]);

export const mappingSchema = z.strictObject({
  /** The model, as in a recipe. */
  model: modelSpecSchema,
  /** Each variable of the model, such as `encoder/0/kernel`, and the tensor that it comes from. */
  tensors: z.record(z.string().max(300), tensorSchema),
});

/**
 * @param mapping the text of the mapping file. @param shown the files, for messages.
 * @throws InvalidFileError, IncompatibleError, UnknownNameError.
 */
export function readSafetensorsFile(
  bytes: Uint8Array,
  mapping: string,
  shown: { readonly weights: string; readonly mapping: string },
): Assembled {
  const { model: spec, tensors } = parseJson(mappingSchema, mapping, shown.mapping);
  const found = decodeSafetensors(bytes, shown.weights);
  const variables: Record<string, Tensor> = {};
  for (const { name, shape } of declareModel(spec).variables) {
    const entry = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
    if (entry === undefined) {
      throw new IncompatibleError(
        `${shown.mapping} must name a tensor for each variable. Received: none for ${name} [${shape.join(', ')}].`,
      );
    }
    const { from, ...how } = typeof entry === 'string' ? { from: entry } : entry;
    const tensor = Object.hasOwn(found, from) ? found[from] : undefined;
    if (tensor === undefined) {
      throw new UnknownNameError(
        'tensor',
        from,
        nearest(from, Object.keys(found)),
        `It is not in ${shown.weights}.`,
      );
    }
    const values = Float32Array.from(tensor.values);
    variables[name] = turn({ shape: tensor.shape, values }, name, shape, how);
  }
  const other = Object.keys(tensors).find((name) => !Object.hasOwn(variables, name));
  if (other !== undefined) {
    throw new IncompatibleError(`${shown.mapping}: the model has no variable ${other}.`);
  }
  assertComplete(spec, variables);
  return { spec, variables };
}

interface How {
  readonly permute?: readonly number[] | undefined;
  readonly inputs?: readonly number[] | undefined;
  readonly outputs?: readonly number[] | undefined;
}

/** PyTorch: `[out, in]` and `[out, in, k, k]`, for transposed convolutions `[in, out, k, k]`. */
const usual: Readonly<Record<number, readonly number[]>> = { 2: [1, 0], 4: [2, 3, 1, 0] };

function turn(tensor: Tensor, name: string, wanted: readonly number[], how: How): Tensor {
  const order = how.permute ?? usual[tensor.shape.length] ?? [0];
  const isOrder =
    order.length === tensor.shape.length &&
    new Set(order).size === order.length &&
    Math.max(...order) < order.length;
  if (!isOrder) {
    throw new IncompatibleError(
      `"permute" of ${name} must order ${tensor.shape.length} axes. Received: [${order.join(', ')}].`,
    );
  }
  let turned =
    name.endsWith('/kernel') || how.permute !== undefined ? permute(tensor, order) : tensor;
  const { inputs, outputs } = how;
  if (inputs !== undefined) {
    const [rows, columns] = turned.shape;
    refuseOther(name, inputs, rows);
    turned = reshaped(permute(reshaped(turned, [...inputs, columns!]), [1, 2, 0, 3]), [
      rows!,
      columns!,
    ]);
  }
  if (outputs !== undefined) {
    const columns = turned.shape.at(-1)!;
    refuseOther(name, outputs, columns);
    const rows = turned.values.length / columns;
    turned = reshaped(permute(reshaped(turned, [rows, ...outputs]), [0, 2, 3, 1]), turned.shape);
  }
  if (turned.shape.join() === wanted.join()) return turned;
  throw new IncompatibleError(
    `${name} must have shape [${wanted.join(', ')}]. Received: [${turned.shape.join(', ')}].`,
  );
}

function refuseOther(name: string, picture: readonly number[], size: number | undefined): void {
  if (sizeOf(picture) === size) return;
  throw new IncompatibleError(
    `${name}: a picture of [${picture.join(', ')}] has ${sizeOf(picture)} values. Received: ${size}.`,
  );
}
