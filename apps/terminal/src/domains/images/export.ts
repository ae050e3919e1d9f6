/** Exports a model of pictures to ONNX, TensorFlow.js or safetensors. */
import { readModel } from '@speil/core';
import { exportModel } from '@speil/core/export';
import { UsageError } from '../../io/exit.js';
import type { ExportOptions, NamedFiles, ResolvedModel } from '../domain.js';

/** @throws UsageError for a format of music, and for quantised weights. */
export async function exportPictures(
  { name, source }: ResolvedModel,
  { to, quantize }: ExportOptions,
): Promise<NamedFiles> {
  if (to === 'magenta' || quantize !== undefined) {
    throw new UsageError(
      `${name} is a model of pictures: it is exported to onnx, tfjs or safetensors, and not quantised.`,
    );
  }
  return exportModel(await readModel(source), to);
}
