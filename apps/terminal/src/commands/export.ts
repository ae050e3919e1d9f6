/** `speil export`. */
import * as path from 'node:path';
import { readModel } from '@speil/core';
import { exportModel, type ExportFormat } from '@speil/core/export';
import { exitCodes, UsageError, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { isRun, resolveModel, tellWarnings } from '../models/resolve.js';
import { writeBytes } from './files.js';
import { tellFiles } from './model.js';

interface ExportOptions {
  readonly to: ExportFormat | 'magenta';
  readonly quantize?: 'uint8' | 'uint16';
  readonly out: string;
  readonly json?: boolean;
}

export async function exportTo(name: string, given: object, io: Io): Promise<ExitCode> {
  const { to, quantize, out, json } = given as ExportOptions;
  const found = resolveModel(name, io.cwd, io.env);
  const { kind, source } = found;
  tellWarnings(found, io);
  if (kind === 'images' && (to === 'magenta' || quantize !== undefined)) {
    throw new UsageError(
      `${name} is a model of pictures: it is exported to onnx, tfjs or safetensors, and not quantised.`,
    );
  }
  if (isRun(path.resolve(io.cwd, out))) {
    throw new UsageError(
      `${out} is a run: an export there would pass for a model of it. Choose another -o.`,
    );
  }
  io.progress.update(`exporting to ${to}`);
  const files =
    kind === 'music'
      ? await (await import('./export-music.js')).musicFiles(found, name, { to, quantize })
      : await exportModel(await readModel(source), to as ExportFormat);
  const written = Object.entries(files).map(([file, bytes]) => {
    return writeBytes(path.join(out, file), bytes, io);
  });
  if (json) tellFiles(written, { engine: '', json }, io);
  else io.out(written.join('\n'));
  return exitCodes.done;
}
