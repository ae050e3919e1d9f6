/** Varies one latent dimension at a time: one picture, a row for each dimension. */
import { rowOf, sizeOf, type PictureFit } from '@speil/api';
import { posteriorMean, traverse } from '@speil/core';
import type { Picture } from '@speil/images';
import type { EngineOption } from '../../engines/engines.js';
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import type { ResolvedModel } from '../domain.js';
import { conditionFor } from './conditions.js';
import { fitFor } from './fit.js';
import { readPicture, refuseTooMany, withPictureModel } from './model.js';
import { overviewOf } from './overviews.js';

export interface TraverseOptions extends EngineOption {
  /** A picture whose latent is the starting point. Absent to start from the origin. */
  readonly from?: string;
  /** Latent dimensions. Default: the first 16. */
  readonly dims?: readonly number[];
  /** Pictures in a row. */
  readonly steps: number;
  /** Each dimension varies from `-extent` to `extent`. */
  readonly extent: number;
  readonly label?: number;
  readonly invert?: boolean;
  readonly fit?: PictureFit;
}

/** Upper bound on the rows without `dims`, since nobody can read a hundred rows. */
const mostRows = 16;

export function traversePictures(
  found: ResolvedModel,
  options: TraverseOptions,
  io: Io,
): Promise<Picture> {
  const { from, steps, extent, label, invert: inverted = false } = options;
  return withPictureModel(found, options, io, async (model) => {
    const size = sizeOf(model.spec.latentShape);
    const { dims = Array.from({ length: Math.min(size, mostRows) }, (_, i) => i) } = options;
    const beyond = dims.find((dimension) => dimension >= size);
    if (beyond !== undefined) {
      throw new UsageError(
        `${model.spec.name} has dimensions 0 to ${size - 1}. Received: --dims ${beyond}.`,
      );
    }
    refuseTooMany(dims.length * steps, model);
    const condition = conditionFor(model, label, { encoded: from !== undefined });
    const encodeStart = async (file: string): Promise<Float32Array> => {
      const how = { cwd: io.cwd, inverted, ...fitFor(options.fit, found) };
      const picture = await readPicture(file, model, how);
      const given = condition.condition === undefined ? {} : { condition: [condition.condition] };
      return rowOf(posteriorMean(await model.encode([picture], given)), 0);
    };
    const pictures = await traverse(model, {
      ...(from !== undefined && { from: await encodeStart(from) }),
      dimensions: dims,
      steps,
      extent,
      ...condition,
    });
    return overviewOf(pictures, steps);
  });
}
