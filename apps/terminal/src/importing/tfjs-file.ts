/** Reads layers models of TensorFlow.js: `model.json` and the files of weights beside it. */
import { IncompatibleError, InvalidFileError, parseJson, sizeOf } from '@speil/api';
import type { ModelSource } from '@speil/core';
import * as z from 'zod';
import { readKeras } from './keras.js';
import type { ForeignModel, Tensor } from './network.js';

const weightSchema = z.looseObject({
  name: z.string().max(300),
  shape: z.array(z.int().min(0)).max(6),
  dtype: z.string().max(40),
  quantization: z.unknown().optional(),
});

const fileSchema = z.looseObject({
  format: z.string().max(40).optional(),
  modelTopology: z.looseObject({ model_config: z.unknown().optional() }),
  weightsManifest: z
    .array(
      z.looseObject({
        paths: z.array(z.string().max(300)).max(1000),
        weights: z.array(weightSchema).max(2000),
      }),
    )
    .max(100),
});

/**
 * @param source the folder of the model. @param file its JSON file. @param shown the file, for messages.
 * @throws InvalidFileError, IncompatibleError, NotFoundError.
 */
export async function readTfjsFile(
  source: ModelSource,
  file: string,
  shown: string,
): Promise<ForeignModel> {
  const text = new TextDecoder().decode(await source.read(file));
  const { format, modelTopology, weightsManifest } = parseJson(fileSchema, text, shown);
  if (format === 'graph-model') {
    throw new IncompatibleError(
      `${shown} is a graph model, which has no layers. Export the Keras model as a layers model, or to ONNX.`,
    );
  }
  const byLayer = new Map<string, Tensor[]>();
  for (const { paths, weights } of weightsManifest) {
    const pieces = await Promise.all(paths.map((path) => source.read(path)));
    const bytes = Buffer.concat(pieces);
    let at = 0;
    for (const { name, shape, dtype, quantization } of weights) {
      if (dtype !== 'float32' || quantization !== undefined) {
        throw new IncompatibleError(
          `${shown}: weights must be float32 and not quantized. Received: ${name} with ${quantization === undefined ? dtype : 'quantization'}.`,
        );
      }
      const length = sizeOf(shape) * 4;
      if (at + length > bytes.length) {
        throw new InvalidFileError(`${shown}: its files of weights end before ${name}.`);
      }
      const values = new Float32Array(Uint8Array.from(bytes.subarray(at, at + length)).buffer);
      at += length;
      const layer = name.split('/').slice(0, -1).join('/');
      byLayer.set(layer, [...(byLayer.get(layer) ?? []), { shape, values }]);
    }
  }
  const weightsOf = (layer: string): readonly Tensor[] =>
    byLayer.get(layer) ??
    [...byLayer].find(
      ([name]) => name.endsWith(`/${layer}`) || name.startsWith(`${layer}/`),
    )?.[1] ??
    [];
  return readKeras(modelTopology.model_config ?? modelTopology, weightsOf, shown);
}
