/** `speil export` of a model of music: a checkpoint that magenta-js loads. */
import { checkpointFiles, loadCheckpoint, loadTrained } from '@speil/music';
import { UsageError } from '../cli/exit.js';
import type { ResolvedModel } from '../models/resolve.js';

export interface MusicExportOptions {
  readonly to: string;
  readonly quantize: 'uint8' | 'uint16' | undefined;
}

/** @throws UsageError for another format. */
export async function musicFiles(
  { form, source }: ResolvedModel,
  name: string,
  { to, quantize }: MusicExportOptions,
): Promise<Readonly<Record<string, Uint8Array>>> {
  if (to !== 'magenta') {
    throw new UsageError(`${name} is a model of music: it is exported with --to magenta.`);
  }
  const checkpoint = await (form === 'model' ? loadTrained(source) : loadCheckpoint(source));
  return checkpointFiles(checkpoint, quantize === undefined ? {} : { quantization: quantize });
}
