/**
 * A MusicVAE as a `LatentModel`: encodes note sequences to posteriors, and decodes latents to note sequences. Core's tools for
 * samples, interpolations and attribute vectors work with this interface.
 */
import {
  InvalidArgumentError,
  rowOf,
  stackRows,
  type Batch,
  type Codec,
  type DecodeOptions,
  type EncodeOptions,
  type Engine,
  type LatentModel,
} from '@speil/api';
import { createLatentModel, type ModelSource } from '@speil/core';
import type { MusicVaeConfig } from '../converters/config.js';
import { loadCheckpoint, type Checkpoint } from '../checkpoints/load.js';
import type { ReadWeightsOptions } from '../checkpoints/weights.js';
import type { NoteConverter } from '../converters/converter.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import { defaultQpm } from '../theory/tempo-map.js';
import { controlRows, type Controls } from '../models/controls.js';

/** How latents are decoded to notes. */
export interface DecodeNotesOptions extends DecodeOptions<Controls> {
  /** Tempo of the notes, in quarters per minute. Default 120. */
  readonly qpm?: number;
}

/** A MusicVAE as a latent model of notes. */
export interface MusicVae extends LatentModel<NoteSequence, Controls> {
  /** Turns notes into rows and back. */
  readonly converter: NoteConverter;
  /** The configuration of the checkpoint: converter and control inputs. */
  readonly config: MusicVaeConfig;
  /**
   * Decodes latents to notes.
   *
   * @param options.temperature sampling temperature; 0, the default, takes the most likely value at each step.
   */
  decode(latents: Batch, options?: DecodeNotesOptions): Promise<readonly NoteSequence[]>;
  /** The decoder's mean of each row given the true previous rows, `[batch, outputRows, outputDepth]`. */
  predict(
    latents: Batch,
    items: readonly NoteSequence[],
    options?: EncodeOptions<Controls>,
  ): Promise<Batch>;
  /** Like `decode`, but returns rows instead of notes: `[batch, outputRows, outputDepth]`. */
  decodeRows(latents: Batch, options?: DecodeOptions<Controls>): Promise<Batch>;
}

/** How a MusicVAE is loaded. */
export interface MusicVaeOptions {
  /** What executes it. */
  readonly engine: Engine;
  /** The model's name in messages. Default: the name in the plan. */
  readonly name?: string;
  /** Number of sequences per call of the engine. Default 64. */
  readonly batchSize?: number;
}

/**
 * Loads a MusicVAE from a checkpoint.
 *
 * @param source a folder or a URL with a checkpoint of magenta-js.
 */
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

/** Adds the converter to the model of `core`, which works with rows of numbers. */
export function createMusicVae(
  { plan, variables }: Checkpoint,
  { engine, name = plan.spec.name, batchSize = 64 }: MusicVaeOptions,
): MusicVae {
  const { converter, controlDepth } = plan;
  const { inputRows, inputDepth, outputRows, outputDepth } = converter;
  const spec = { ...plan.spec, name };
  const model = createLatentModel<Float32Array>({
    spec,
    variables,
    codec: rowsCodec([outputRows, outputDepth]),
    inputCodec: rowsCodec([inputRows, inputDepth]),
    engine,
    batchSize,
  });
  const conditionOption = (
    controls: readonly Controls[] | undefined,
    count: number,
  ): { condition?: readonly Float32Array[] } => {
    if (controls !== undefined && controls.length !== count) {
      throw new InvalidArgumentError(
        `There must be one condition per item. Received: ${controls.length} for ${count}.`,
      );
    }
    const rows = Array.from({ length: count }, (_, i) => controlRows(plan, controls?.[i]));
    return controlDepth === 0 ? {} : { condition: rows as Float32Array[] };
  };
  const decodeRows = async (
    latents: Batch,
    { condition, ...options }: DecodeOptions<Controls> = {},
  ): Promise<Batch> => {
    const { temperature = 0 } = options;
    if (!(temperature >= 0) || temperature > 100) {
      throw new InvalidArgumentError(
        `temperature must be from 0 to 100. Received: ${temperature}.`,
      );
    }
    const count = latents.shape[0] ?? 0;
    const rows = await model.decode(latents, { ...options, ...conditionOption(condition, count) });
    return stackRows(rows, [outputRows, outputDepth]);
  };
  return {
    spec,
    converter,
    config: plan.config,
    encode: (items, { condition, ...options }: EncodeOptions<Controls> = {}) =>
      model.encode(
        items.map((item) => converter.input(item)),
        { ...options, ...conditionOption(condition, items.length) },
      ),
    decodeRows,
    predict: (latents, items, { condition, ...options } = {}) =>
      model.predict!(
        latents,
        items.map((item) => converter.target(item)),
        { ...options, ...conditionOption(condition, items.length) },
      ),
    async decode(latents, { qpm = defaultQpm, ...options } = {}) {
      const rows = await decodeRows(latents, options);
      return Array.from({ length: rows.shape[0]! }, (_, i) =>
        converter.notes(rowOf(rows, i), { qpm }),
      );
    },
    dispose: () => model.dispose(),
  };
}

/** A codec that leaves rows unchanged. */
function rowsCodec(shape: readonly number[]): Codec<Float32Array> {
  return { id: 'rows', shape, encode: (rows) => rows, decode: (rows) => rows };
}
