/** A plane's model in the worker: decodes points, and encodes and reconstructs digits. */
import { createBatch, IncompatibleError, rowOf } from '@speil/api';
import type { AtlasWindow } from '@speil/api';
import { gridPoints, path } from '@speil/core';
import { pictureSide as side, planeModels } from '../protocol/images';
import type { Coordinates, Plane, Reconstruction } from '../protocol/images';
import { openModel, toPicture } from './open-model';

export interface PlaneModel {
  /**
   * @param points `[count, 2]`. @param condition the class given to a conditional model; default: 0.
   * @returns 784 values for each point, 0 to 255, one after the other.
   */
  decode(points: Points, condition?: number): Promise<Uint8Array<ArrayBuffer>>;
  /** @param pixels 784 values. @returns the posterior, and the picture decoded from its mean. */
  reconstruct(pixels: Uint8Array, condition?: number): Promise<Reconstruction>;
}

/** Latent pairs, `[count, 2]`. */
export type Points = ReturnType<typeof gridPoints>;

export async function openPlaneModel(plane: Plane): Promise<PlaneModel> {
  const opened = await openModel(planeModels[plane]);
  const { name, latentShape } = opened.spec;
  const isConditional = opened.spec.condition !== null;
  if (latentShape.join() !== '2') {
    throw new IncompatibleError(
      `The plane needs a model with two latent numbers. Received: ${name}, [${latentShape.join(', ')}].`,
    );
  }
  const model = opened.as();
  /** The same condition for each item of a batch. */
  const conditions = (condition = 0, count = 1): { condition?: number[] } =>
    isConditional ? { condition: Array.from({ length: count }, () => condition) } : {};
  const decode: PlaneModel['decode'] = async (points, condition) => {
    const pictures = await model.decode(points, conditions(condition, points.shape[0]));
    const values = new Uint8Array(pictures.length * side * side);
    pictures.forEach(({ pixels }, i) => {
      values.set(pixels, i * side * side);
    });
    return values;
  };
  return {
    decode,
    async reconstruct(pixels, condition) {
      const posterior = await model.encode([toPicture(pixels)], conditions(condition));
      if (posterior.kind === 'vq') {
        throw new IncompatibleError(
          `The plane needs a model of two numbers. Received: ${name}, whose posterior is '${posterior.kind}'.`,
        );
      }
      const pair = (values: Float32Array): Coordinates => [values[0]!, values[1]!];
      return {
        mean: pair(rowOf(posterior.mean, 0)),
        deviation:
          posterior.kind === 'deterministic'
            ? [0, 0]
            : pair(rowOf(posterior.logVariance, 0).map((value) => Math.exp(value / 2))),
        picture: await decode(posterior.mean, condition),
      };
    },
  };
}

/** One point. */
export function toPoint(x: number, y: number): Points {
  return createBatch([1, 2], Float32Array.of(x, y));
}

/** Points at equal steps along a straight line, both ends included. */
export function linePoints(from: Coordinates, to: Coordinates, steps: number): Points {
  return path(Float32Array.from(from), Float32Array.from(to), { steps });
}

/** The centres of a row's cells, in a grid of `count` by `count` cells over the window; row 0 is at the top. */
export function rowPoints(row: number, count: number, { centre, extent }: AtlasWindow): Points {
  const edge = extent - extent / count;
  const y = centre[1] + edge - (2 * extent * row) / count;
  return gridPoints({
    columns: count,
    rows: 1,
    extent: [centre[0] - edge, centre[0] + edge, y, y],
  });
}
