/** `speil grid`. */
import { grid as gridOf } from '@speil/core';
import { montage } from '@speil/images';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { conditionFor } from './condition.js';
import { writePicture } from './files.js';
import { refuseTooMany, tellFiles, withModel, type ModelOptions } from './model.js';

interface GridOptions extends ModelOptions {
  readonly size: number;
  readonly extent: readonly [number, number, number, number];
  readonly label?: number;
  readonly out: string;
}

export async function grid(name: string, given: object, io: Io): Promise<ExitCode> {
  const options = given as GridOptions;
  const { size, extent, label, out } = options;
  const pictures = await withModel(name, options, io, (model) => {
    refuseTooMany(size * size, model);
    const told = conditionFor(model, label, { encoded: false });
    return gridOf(model, { columns: size, rows: size, extent, ...told });
  });
  const file = writePicture(out, montage(pictures, { columns: size, gap: 0 }), io);
  tellFiles([file], options, io);
  return exitCodes.done;
}
