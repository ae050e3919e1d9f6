/**
 * The model in the worker: @speil/core's, on the wasm engine, without gradients. All the mathematics of the scene is
 * asked of it.
 */
import { createBatch, IncompatibleError, rowOf } from '@speil/api';
import { fromUrl, gridPoints, loadModel, path } from '@speil/core';
import type { ModelSource } from '@speil/core';
import { loadEngine } from '@speil/core/engines';
import { imageCodec } from '@speil/images';
import type { AtlasWindow } from '@speil/api';
import type { Picture } from '@speil/images';
// The engine imports it when it is asked for; here it comes along with the worker, one request earlier.
import '@tensorflow/tfjs-backend-wasm';
import type { Reflection } from './protocol';

export interface DigitModel {
  /** @param points `[count, 2]`. @returns 784 values a point, 0 to 255, one after the other. */
  decode(points: Points): Promise<Uint8Array<ArrayBuffer>>;
  /** A picture of 784 values to its Gaussian, and the mean back to a picture. */
  reflect(pixels: Uint8Array): Promise<Reflection>;
}

/** Latent pairs, `[count, 2]`. */
export type Points = ReturnType<typeof gridPoints>;

/** Side of a picture, as the plane's model gives it. */
const side = 28;

/**
 * @param model the model folder's address.
 * @param engines the folder of the engine's wasm files, ending in a slash.
 */
export async function openDigitModel(model: string, engines: string): Promise<DigitModel> {
  const source = fetchedEarly(fromUrl(model), ['model.json', 'weights.safetensors']);
  const engine = await loadEngine('wasm', { wasmPath: engines, training: false });
  const loaded = await loadModel<Picture>(source, { codec: imageCodec, engine });
  const { name, latentShape, codec } = loaded.spec;
  if (latentShape.join() !== '2' || codec.shape.join() !== `${side},${side},1`) {
    throw new IncompatibleError(
      `The plane needs a model of 28 x 28 grey pictures with two latent numbers. Received: ${name}, [${codec.shape.join(', ')}] and [${latentShape.join(', ')}].`,
    );
  }
  const decode = async (points: Points): Promise<Uint8Array<ArrayBuffer>> => {
    const pictures = await loaded.decode(points);
    const values = new Uint8Array(pictures.length * side * side);
    pictures.forEach(({ pixels }, i) => {
      values.set(pixels, i * side * side);
    });
    return values;
  };
  return {
    decode,
    async reflect(pixels) {
      const posterior = await loaded.encode([{ width: side, height: side, channels: 1, pixels }]);
      if (posterior.kind !== 'gaussian') {
        throw new IncompatibleError(
          `The plane needs a variational model. Received: ${name}, whose posterior is '${posterior.kind}'.`,
        );
      }
      const pair = (values: Float32Array): [number, number] => [values[0]!, values[1]!];
      return {
        mean: pair(rowOf(posterior.mean, 0)),
        deviation: pair(rowOf(posterior.logVariance, 0).map((value) => Math.exp(value / 2))),
        picture: await decode(posterior.mean),
      };
    },
  };
}

/** A source that fetches what will be read while the engine is still starting. */
function fetchedEarly(source: ModelSource, files: readonly string[]): ModelSource {
  const early = new Map(files.map((file) => [file, source.read(file)]));
  // Whoever reads a file is told of its failure.
  for (const reading of early.values()) reading.catch(() => undefined);
  return { name: source.name, read: (file) => early.get(file) ?? source.read(file) };
}

/** One point. */
export function pointOf(x: number, y: number): Points {
  return createBatch([1, 2], Float32Array.of(x, y));
}

/** A straight line at equal steps, both ends included. */
export function lineOf(from: readonly number[], to: readonly number[], steps: number): Points {
  return path(Float32Array.from(from), Float32Array.from(to), { steps });
}

/** The middles of a row's cells, in a grid of `count` by `count` cells over the window; row 0 is the top one. */
export function rowPoints(row: number, count: number, { centre, extent }: AtlasWindow): Points {
  const edge = extent - extent / count;
  const y = centre[1] + edge - (2 * extent * row) / count;
  return gridPoints({
    columns: count,
    rows: 1,
    extent: [centre[0] - edge, centre[0] + edge, y, y],
  });
}
