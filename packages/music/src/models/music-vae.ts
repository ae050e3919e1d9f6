/**
 * A MusicVAE as any other latent model: note sequences in, posteriors out; codes in, note sequences out. Samples,
 * interpolations, attribute vectors and all else are core's tools over this contract.
 */
import {
  InvalidArgumentError,
  rowOf,
  sliceRows,
  stackRows,
  throwIfAborted,
  type Batch,
  type DecodeOptions,
  type EncodeOptions,
  type Engine,
  type HostTensor,
  type LatentModel,
  type LatentSpec,
  type Posterior,
  type Resident,
} from '@speil/api';
import { uniforms, uploadAll, type ModelSource } from '@speil/core';
import { loadCheckpoint, type Checkpoint } from '../checkpoints/load.js';
import type { MusicVaeConfig } from '../checkpoints/config.js';
import type { ReadWeightsOptions } from '../checkpoints/weights.js';
import { sideBySide, type NoteConverter } from '../converters/converter.js';
import { notesDecoding, notesEncoding } from '../networks/functions.js';
import type { MusicVaeSizes } from '../networks/architecture.js';
import type { NoteSequence } from '../notes/note-sequence.js';
import { defaultQpm } from '../notes/tempo-map.js';
import { controlRows, type Controls } from './controls.js';

export interface MusicVaeSpec extends LatentSpec {
  readonly family: 'music-vae';
  readonly config: MusicVaeConfig;
  readonly sizes: MusicVaeSizes;
}

export interface DecodeNotesOptions extends DecodeOptions<Controls> {
  /** Quarters a minute of the notes. Default 120. */
  readonly qpm?: number;
}

export interface MusicVae extends LatentModel<NoteSequence, Controls, MusicVaeSpec> {
  readonly converter: NoteConverter;
  /** @param options.temperature of the draws; 0, the default, takes the likeliest at each step. */
  decode(latents: Batch, options?: DecodeNotesOptions): Promise<readonly NoteSequence[]>;
  /** As `decode`, before the rows become notes: `[batch, outputRows, outputDepth]`. */
  decodeRows(latents: Batch, options?: DecodeOptions<Controls>): Promise<Batch>;
}

export interface MusicVaeOptions {
  readonly engine: Engine;
  /** For messages. Default `music-vae`. */
  readonly name?: string;
  /** Sequences that one call of the engine takes. Default 64. */
  readonly batchSize?: number;
}

/** @param source a folder or an address with a checkpoint of magenta-js. */
export async function loadMusicVae(
  source: ModelSource,
  { onProgress, signal, ...options }: MusicVaeOptions & ReadWeightsOptions,
): Promise<MusicVae> {
  const checkpoint = await loadCheckpoint(source, {
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  });
  return createMusicVae(checkpoint, options);
}

export function createMusicVae(
  { plan, variables: values }: Checkpoint,
  { engine, name = 'music-vae', batchSize = 64 }: MusicVaeOptions,
): MusicVae {
  const { converter, controlDepth, sizes } = plan;
  const encodeBatch = engine.compile(notesEncoding(plan));
  const decodeBatch = engine.compile(notesDecoding(plan));
  const upload = (tensors: Readonly<Record<string, HostTensor>>): Record<string, Resident> =>
    uploadAll(engine, tensors);
  let variables: Record<string, Resident> | undefined = upload(values);
  const alive = (): Record<string, Resident> => {
    if (variables === undefined) throw new InvalidArgumentError(`Model ${name} is disposed.`);
    return variables;
  };
  const told = (controls: readonly Controls[] | undefined, count: number): Batch | undefined => {
    if (controls !== undefined && controls.length !== count) {
      throw new InvalidArgumentError(
        `There must be one condition an item. Received: ${controls.length} for ${count}.`,
      );
    }
    const rows = Array.from({ length: count }, (_, i) => controlRows(plan, controls?.[i]));
    if (rows[0] === undefined) return undefined;
    return stackRows(rows as Float32Array[], [converter.outputRows, controlDepth]);
  };
  const starts = function* (count: number, signal: AbortSignal | undefined): Generator<number> {
    for (let start = 0; start < count; start += batchSize) {
      throwIfAborted(signal);
      yield start;
    }
  };

  const decodeRows = async (
    latents: Batch,
    { temperature = 0, seed = 0, signal, condition }: DecodeOptions<Controls> = {},
  ): Promise<Batch> => {
    const count = latents.shape[0] ?? 0;
    if (latents.shape.length !== 2 || latents.shape[1] !== sizes.latent) {
      throw new InvalidArgumentError(
        `Latents of ${name} must be [batch, ${sizes.latent}]. Received: [${latents.shape.join(', ')}].`,
      );
    }
    if (!(temperature >= 0) || temperature > 100) {
      throw new InvalidArgumentError(
        `temperature must be from 0 to 100. Received: ${temperature}.`,
      );
    }
    const width = converter.outputRows * converter.outputDepth;
    const out = new Float32Array(count * width);
    const controls = told(condition, count);
    for (const start of starts(count, signal)) {
      const size = Math.min(batchSize, count - start);
      const batch = upload({
        z: sliceRows(latents, start, size),
        ...(controls && { controls: sliceRows(controls, start, size) }),
      });
      const chance =
        temperature === 0 ? {} : chanceOf(converter, size, { seed, start, temperature });
      const uploaded = Object.fromEntries(
        Object.entries(chance).map(([group, tensors]) => [group, upload(tensors)]),
      );
      const result = await decodeBatch({ variables: alive(), batch, ...uploaded });
      out.set(await engine.download(result['out']!['rows']!), start * width);
      engine.release({ batch, ...uploaded, ...result });
    }
    return { shape: [count, converter.outputRows, converter.outputDepth], values: out };
  };

  return {
    spec: {
      name,
      family: 'music-vae',
      latentShape: [sizes.latent],
      bottleneck: { kind: sizes.sigma ? 'gaussian' : 'point' },
      config: plan.config,
      sizes,
    },
    converter,
    async encode(items, { signal, condition }: EncodeOptions<Controls> = {}): Promise<Posterior> {
      const count = items.length;
      const shape = [count, sizes.latent];
      const mean = new Float32Array(count * sizes.latent);
      const logVariance = new Float32Array(sizes.sigma ? count * sizes.latent : 0);
      const controls = told(condition, count);
      for (const start of starts(count, signal)) {
        const inputs = items.slice(start, start + batchSize).map((item) => converter.input(item));
        const batch = upload({
          rows: inputRows(plan, inputs, controls && sliceRows(controls, start, inputs.length)),
          ...(converter.endToken !== null && { present: presentRows(converter, inputs) }),
        });
        const result = await encodeBatch({ variables: alive(), batch });
        const out = result['out']!;
        mean.set(await engine.download(out['mean']!), start * sizes.latent);
        if (out['logVariance']) {
          logVariance.set(await engine.download(out['logVariance']), start * sizes.latent);
        }
        engine.release({ batch, ...result });
      }
      if (!sizes.sigma) return { kind: 'point', mean: { shape, values: mean } };
      return {
        kind: 'gaussian',
        mean: { shape, values: mean },
        logVariance: { shape, values: logVariance },
      };
    },
    decodeRows,
    async decode(latents, { qpm = defaultQpm, ...options } = {}) {
      const rows = await decodeRows(latents, options);
      return Array.from({ length: rows.shape[0]! }, (_, i) =>
        converter.notes(rowOf(rows, i), { qpm }),
      );
    },
    dispose() {
      if (variables !== undefined) engine.release({ variables });
      variables = undefined;
    },
  };
}

/** Noise of each item from its own stream: the same item gives the same draw whatever stands beside it. */
function chanceOf(
  { outputRows, outputDepth }: NoteConverter,
  size: number,
  { seed, start, temperature }: { seed: number; start: number; temperature: number },
): Record<string, Record<string, HostTensor>> {
  const width = outputRows * outputDepth;
  const values = new Float32Array(size * width);
  for (let i = 0; i < size; i++) {
    values.set(uniforms({ seed, purpose: 'decoding', step: start + i }, width), i * width);
  }
  return {
    noise: { decoding: { shape: [size, outputRows, outputDepth], values } },
    scalars: { temperature: { shape: [], values: Float32Array.of(temperature) } },
  };
}

/** The notes' rows with the controls beside them. */
function inputRows(
  { converter, controlDepth }: Checkpoint['plan'],
  inputs: readonly Float32Array[],
  controls: Batch | undefined,
): Batch {
  const { inputRows: rows, inputDepth } = converter;
  const joined = inputs.map((values, item) =>
    controls === undefined
      ? values
      : sideBySide(
          [
            { values, depth: inputDepth },
            { values: rowOf(controls, item), depth: controlDepth },
          ],
          rows,
        ),
  );
  return stackRows(joined, [rows, inputDepth + controlDepth]);
}

/** 1 for the rows of each segment up to its end token. */
function presentRows(
  { inputRows: rows, inputDepth, segments, endToken }: NoteConverter,
  inputs: readonly Float32Array[],
): Batch {
  const each = rows / segments!;
  const values = new Float32Array(inputs.length * rows);
  inputs.forEach((input, item) => {
    for (let segment = 0; segment < segments!; segment++) {
      for (let step = 0; step < each; step++) {
        const row = segment * each + step;
        values[item * rows + row] = 1;
        if (input[row * inputDepth + endToken!] === 1) break;
      }
    }
  });
  return { shape: [inputs.length, rows], values };
}
