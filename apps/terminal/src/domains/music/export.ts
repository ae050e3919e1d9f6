/** Exports a model of music as a checkpoint that magenta-js loads. */
import { checkpointFiles, loadCheckpoint, loadTrained } from '@speil/music';
import { UsageError } from '../../io/exit.js';
import type { ExportOptions, NamedFiles, ResolvedModel } from '../domain.js';

/** @throws UsageError for another format. */
export async function exportMusic(
  { name, form, source }: ResolvedModel,
  { to, quantize }: ExportOptions,
): Promise<NamedFiles> {
  if (to !== 'magenta') {
    throw new UsageError(`${name} is a model of music: it is exported with --to magenta.`);
  }
  const checkpoint = await (form === 'model' ? loadTrained(source) : loadCheckpoint(source));
  return checkpointFiles(checkpoint, quantize === undefined ? {} : { quantization: quantize });
}
