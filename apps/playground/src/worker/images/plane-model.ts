/** A plane's model in the worker: decodes points, and encodes and reconstructs digits. */
import { createBatch, IncompatibleError, rowOf } from '@speil/api';
import type { AtlasWindow, Batch } from '@speil/api';
import { gridPoints, path, project, unproject } from '@speil/core';

import { pictureSide as side } from '../protocol/images';
import type { Coordinates, Reconstruction } from '../protocol/images';
import type { OwnModel } from '../protocol/own-model';
import { toPicture } from './open-model';
import type { OpenModel } from './open-model';

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

/**
 * @param components the plane through the latents of a model with more than two numbers.
 * @throws IncompatibleError for a model of more numbers without them.
 */
export function planeOf(opened: OpenModel, components?: OwnModel['components']): PlaneModel {
  const { name, latentShape } = opened.spec;
  const isConditional = opened.spec.condition !== null;
  const width = components === undefined ? 2 : components.mean.length;
  if (latentShape.join() !== String(width)) {
    throw new IncompatibleError(
      `The plane needs a model with ${width} latent numbers. Received: ${name}, [${latentShape.join(', ')}].`,
    );
  }
  const model = opened.as();
  /** The same condition for each item of a batch. */
  const conditions = (condition = 0, count = 1): { condition?: number[] } =>
    isConditional ? { condition: Array.from({ length: count }, () => condition) } : {};
  const decode = async (latents: Batch, condition?: number): Promise<Uint8Array<ArrayBuffer>> => {
    const pictures = await model.decode(latents, conditions(condition, latents.shape[0]));
    const values = new Uint8Array(pictures.length * side * side);
    pictures.forEach(({ pixels }, i) => {
      values.set(pixels, i * side * side);
    });
    return values;
  };
  return {
    decode: (points, condition) =>
      decode(components === undefined ? points : unproject(components, points, [width]), condition),
    async reconstruct(pixels, condition) {
      const posterior = await model.encode([toPicture(pixels)], conditions(condition));
      if (posterior.kind === 'vq') {
        throw new IncompatibleError(
          `The plane needs a model of a vector. Received: ${name}, whose posterior is '${posterior.kind}'.`,
        );
      }
      const { mean } = posterior;
      const [x, y] = rowOf(components === undefined ? mean : project(components, mean), 0);
      return {
        mean: [x!, y!],
        deviation:
          posterior.kind === 'deterministic'
            ? [0, 0]
            : deviationsOf(rowOf(posterior.logVariance, 0), components),
        picture: await decode(mean, condition),
      };
    },
  };
}

/** The standard deviations of a diagonal Gaussian along the two directions of the plane. */
function deviationsOf(logVariance: Float32Array, components: OwnModel['components']): Coordinates {
  const variance = logVariance.map((value) => Math.exp(value));
  const [x, y] = components?.components ?? [
    [1, 0],
    [0, 1],
  ];
  const along = (direction: ArrayLike<number>): number =>
    Math.sqrt(variance.reduce((sum, value, i) => sum + value * direction[i]! ** 2, 0));
  return [along(x!), along(y!)];
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
