/** `speil export`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { StorageError } from '@speil/api';
import { readModel } from '@speil/core';
import { exportModel, type ExportFormat } from '@speil/core/export';
import { atomicWrite } from '@speil/runs';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { resolvePictureModel } from '../models/resolve.js';
import { tellFiles } from './model.js';

interface ExportOptions {
  readonly to: ExportFormat;
  readonly out: string;
  readonly json?: boolean;
}

export async function exportTo(name: string, given: object, io: Io): Promise<ExitCode> {
  const { to, out, json } = given as ExportOptions;
  const { source, warnings } = resolvePictureModel(name, io.cwd);
  for (const warning of warnings) io.err(`speil: ${warning} An earlier one is used.`);
  const files = await exportModel(await readModel(source), to);
  const written = Object.entries(files).map(([file, bytes]) => {
    const target = path.resolve(io.cwd, out, file);
    try {
      fs.mkdirSync(path.dirname(target), { recursive: true });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StorageError(`Cannot make the folder of ${target}: ${reason}.`, { cause: error });
    }
    atomicWrite(target, bytes);
    return path.join(out, file);
  });
  if (json) tellFiles(written, { engine: '', json }, io);
  else io.out(written.join('\n'));
  return exitCodes.done;
}
