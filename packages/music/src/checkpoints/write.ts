/** Writes a MusicVAE as a checkpoint that magenta-js can load: `config.json`, `weights_manifest.json` and one shard. */
import { joinBytes, sizeOf, type HostTensor } from '@speil/api';
import type { Checkpoint } from './load.js';
import { expandBitFeedback } from './bit-feedback.js';
import { toTensorFlow } from './lstm-layout.js';

/** How a checkpoint is written. */
export interface CheckpointFilesOptions {
  /** Type to which the variables are quantised; each variable has its own scale. Default: no quantisation (float32). */
  readonly quantization?: 'uint8' | 'uint16';
  /**
   * Whether a decoder with bit feedback is written unchanged. The checkpoint is then smaller, but magenta-js cannot
   * load it. Default false: the decoder is converted to class feedback, which gives the same outputs.
   */
  readonly bits?: boolean;
}

const shardName = 'group1-shard1of1';

/** Writes a checkpoint in the format of magenta-js, by file name. */
export function checkpointFiles(
  { plan, variables }: Checkpoint,
  { quantization, bits = false }: CheckpointFilesOptions = {},
): Record<string, Uint8Array> {
  const written = bits ? variables : expandBitFeedback(plan, variables);
  const weights: object[] = [];
  const parts: Uint8Array[] = [];
  for (const [name, tensor] of Object.entries(toTensorFlow(written))) {
    const { shape } = tensor;
    const { bytes, scale } = quantize(tensor, quantization);
    weights.push({ name, shape, dtype: 'float32', ...(scale && { quantization: scale }) });
    parts.push(bytes);
  }
  return {
    'config.json': json(plan.config),
    'weights_manifest.json': json([{ paths: [shardName], weights }]),
    [shardName]: joinBytes(parts),
  };
}

const json = (value: unknown): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(value, null, 2));

interface Quantized {
  readonly bytes: Uint8Array;
  readonly scale?: { readonly min: number; readonly scale: number; readonly dtype: string };
}

/**
 * Quantises as TensorFlow.js does: the smallest number becomes level 0 and the largest number the last level. The error
 * is at most half the distance between two levels.
 */
function quantize({ shape, values }: HostTensor, dtype: 'uint8' | 'uint16' | undefined): Quantized {
  if (dtype === undefined) {
    return { bytes: new Uint8Array(values.slice(0, sizeOf(shape)).buffer) };
  }
  const levels = dtype === 'uint8' ? 255 : 65_535;
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const scale = max > min ? (max - min) / levels : 1;
  const level = (value: number): number => Math.round((value - min) / scale);
  const stored =
    dtype === 'uint8' ? Uint8Array.from(values, level) : Uint16Array.from(values, level);
  return { bytes: new Uint8Array(stored.buffer), scale: { min, scale, dtype } };
}
