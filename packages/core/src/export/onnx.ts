/** Exports a model as two ONNX files, encoder and decoder, for any ONNX runtime. */
import * as tf from '@tensorflow/tfjs-core';
import { toOnnx, trace } from '@speil/compile';
import type { ReadModel } from '../files/model-files.js';
import { getBody, type TensorGroups } from '../engines/tensor-function.js';
import type { TensorFunction } from '../engines/engine.js';
import { decoding, encoding } from '../functions/model-functions.js';
import { inferInputShape } from '../model-spec/input.js';
import { createAutoencoder } from '../autoencoder/autoencoder.js';

/**
 * @returns `encoder.onnx` (from x to mean and, for a variational model, logVariance) and `decoder.onnx` (from z to
 *   mean). Both accept any batch size.
 */
export function onnxFiles({ file: { spec }, variables }: ReadModel): Record<string, Uint8Array> {
  const model = createAutoencoder(spec);
  const write = (fn: TensorFunction, input: string, shape: readonly number[]): Uint8Array => {
    const graph = trace(
      (inputs) => {
        const weights = Object.entries(variables).map(
          ([name, { shape: size, values }]) => [name, tf.tensor(values, [...size])] as const,
        );
        const groups: TensorGroups = { variables: Object.fromEntries(weights), batch: inputs };
        const { kl: _, ...out } = getBody(fn)(groups)['out']!;
        return out;
      },
      { [input]: { shape: ['batch', ...shape] } },
    );
    return toOnnx(graph, { metadata: { model: spec.name, made: 'speil export' } });
  };
  return {
    'encoder.onnx': write(encoding(model), 'x', inferInputShape(spec)),
    'decoder.onnx': write(decoding(model), 'z', spec.latentShape),
  };
}
