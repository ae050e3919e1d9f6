/** A plane's model in the worker: points to digits, digits to points. */
import { createBatch, IncompatibleError, rowOf } from '@speil/api';
import type { AtlasWindow } from '@speil/api';
import { gridPoints, path } from '@speil/core';
import { pictureSide as side, planeModels } from '../protocol/images';
import type { Plane, Reflection } from '../protocol/images';
import { openModel, pictureOf } from './open-model';

export interface PlaneModel {
  /**
   * @param points `[count, 2]`. @param told the class that a conditional model is told.
   * @returns 784 values a point, 0 to 255, one after the other.
   */
  decode(points: Points, told?: number): Promise<Uint8Array<ArrayBuffer>>;
  /** A picture of 784 values to its Gaussian, and the mean back to a picture. */
  reflect(pixels: Uint8Array, told?: number): Promise<Reflection>;
}

/** Latent pairs, `[count, 2]`. */
export type Points = ReturnType<typeof gridPoints>;

export async function openPlaneModel(plane: Plane): Promise<PlaneModel> {
  const opened = await openModel(planeModels[plane]);
  const { name, latentShape, condition } = opened.spec;
  if (latentShape.join() !== '2') {
    throw new IncompatibleError(
      `The plane needs a model with two latent numbers. Received: ${name}, [${latentShape.join(', ')}].`,
    );
  }
  const model = opened.as();
  const telling = (told: number | undefined, count: number): { condition?: number[] } =>
    condition === null ? {} : { condition: Array.from({ length: count }, () => told ?? 0) };
  const decode: PlaneModel['decode'] = async (points, told) => {
    const pictures = await model.decode(points, telling(told, points.shape[0]!));
    const values = new Uint8Array(pictures.length * side * side);
    pictures.forEach(({ pixels }, i) => {
      values.set(pixels, i * side * side);
    });
    return values;
  };
  return {
    decode,
    async reflect(pixels, told) {
      const posterior = await model.encode([pictureOf(pixels)], telling(told, 1));
      if (posterior.kind === 'codes') {
        throw new IncompatibleError(
          `The plane needs a model of two numbers. Received: ${name}, whose posterior is '${posterior.kind}'.`,
        );
      }
      const pair = (values: Float32Array): [number, number] => [values[0]!, values[1]!];
      return {
        mean: pair(rowOf(posterior.mean, 0)),
        deviation:
          posterior.kind === 'point'
            ? [0, 0]
            : pair(rowOf(posterior.logVariance, 0).map((value) => Math.exp(value / 2))),
        picture: await decode(posterior.mean, told),
      };
    },
  };
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
