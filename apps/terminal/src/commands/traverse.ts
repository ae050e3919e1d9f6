/** `speil traverse`: what each latent dimension does, a row each. */
import { rowOf, sizeOf } from '@speil/api';
import { meanOf, traverse as traverseAll } from '@speil/core';
import { montage } from '@speil/images';
import { exitCodes, UsageError, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { conditionFor } from './condition.js';
import { writePicture } from './files.js';
import { fitFor, type FitOption } from './fit.js';
import { readPicture, refuseTooMany, tellFiles, withModel, type ModelOptions } from './model.js';

interface TraverseOptions extends ModelOptions, FitOption {
  readonly from?: string;
  readonly dims?: readonly number[];
  readonly steps: number;
  readonly extent: number;
  readonly label?: number;
  readonly invert?: boolean;
  readonly out: string;
}

/** Rows where `--dims` does not say which: a picture of a hundred rows shows nothing. */
const mostRows = 16;

export async function traverse(name: string, given: object, io: Io): Promise<ExitCode> {
  const options = given as TraverseOptions;
  const { from, steps, extent, label, invert: inverted = false, out } = options;
  const pictures = await withModel(name, options, io, async (model, found) => {
    const size = sizeOf(model.spec.latentShape);
    const { dims = Array.from({ length: Math.min(size, mostRows) }, (_, i) => i) } = options;
    const beyond = dims.find((dimension) => dimension >= size);
    if (beyond !== undefined) {
      throw new UsageError(
        `${model.spec.name} has dimensions 0 to ${size - 1}. Received: --dims ${beyond}.`,
      );
    }
    refuseTooMany(dims.length * steps, model);
    const told = conditionFor(model, label, { encoded: from !== undefined });
    const one = told.condition === undefined ? {} : { condition: [told.condition] };
    const read = { cwd: io.cwd, inverted, ...fitFor(options.fit, found) };
    const start =
      from === undefined
        ? {}
        : {
            from: rowOf(meanOf(await model.encode([await readPicture(from, model, read)], one)), 0),
          };
    return traverseAll(model, {
      ...start,
      dimensions: dims,
      steps,
      extent,
      ...told,
    });
  });
  const file = writePicture(out, montage(pictures, { columns: steps }), io);
  tellFiles([file], options, io);
  return exitCodes.done;
}
