/** `speil interpolate`. */
import { interpolate as interpolateBetween } from '@speil/core';
import { montage } from '@speil/images';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { conditionFor } from './condition.js';
import {
  readPicture,
  refuseTooMany,
  tellFiles,
  withModel,
  writePicture,
  type ModelOptions,
} from './model.js';

interface InterpolateOptions extends ModelOptions {
  readonly steps: number;
  readonly method: 'lerp' | 'slerp';
  readonly label?: number;
  readonly invert?: boolean;
  readonly out: string;
}

export async function interpolate(
  name: string,
  from: string,
  to: string,
  given: object,
  io: Io,
): Promise<ExitCode> {
  const options = given as InterpolateOptions;
  const { steps, method, label, invert: inverted = false, out } = options;
  const pictures = await withModel(name, options, io, (model) => {
    refuseTooMany(steps, model);
    const told = conditionFor(model, label, { encoded: true });
    const read = { cwd: io.cwd, inverted };
    const ends = [readPicture(from, model, read), readPicture(to, model, read)] as const;
    return interpolateBetween(model, ...ends, { steps, method, ...told });
  });
  const file = writePicture(out, montage(pictures, { columns: steps }), io);
  tellFiles([file], options, io);
  return exitCodes.done;
}
