/**
 * Builds the model spec of a MusicVAE from its configuration and the widths of its parts. The spec uses the sequence
 * architecture of `core` (Roberts et al. 2018, section 3).
 */
import {
  bottleneckSize,
  InvalidArgumentError,
  modelSpecSchema,
  parseWith,
  type LikelihoodSpec,
  type ModelSpec,
  type ModelSpecInput,
} from '@speil/api';
import { declareModel, isSequence } from '@speil/core/spec';
import { chordEncoder } from '../chords/encoders.js';
import { musicVaeConfigSchema, type MusicVaeConfig } from '../converters/config.js';
import { createConverter, type NoteConverter } from '../converters/converters.js';

/** Widths of one decoder. */
export interface DecoderSizes {
  /** Number of units of each LSTM layer, starting with the layer next to the input. */
  readonly units: readonly number[];
  /** Hidden units of a NADE (Larochelle & Murray 2011) that gives each row; null for no NADE. */
  readonly nade: number | null;
  /**
   * How the decoder receives the previous row: `row` unchanged, as in magenta-js; `bits` as the separate hits of a
   * combination of drums. Default `row`.
   */
  readonly feedback?: 'row' | 'bits';
}

/** The sizes of a MusicVAE's networks. */
export interface MusicVaeSizes {
  /** Size of a latent vector. */
  readonly latent: number;
  /** Whether the encoder gives a standard deviation. Some checkpoints of magenta-js do not have that layer. */
  readonly sigma: boolean;
  /**
   * Units of each direction of the encoder's levels: one level for a flat encoder, two levels for a hierarchical
   * encoder.
   */
  readonly encoder: readonly number[];
  /** One decoder for each part of the output. */
  readonly decoders: readonly DecoderSizes[];
  /** Number of units of each LSTM layer of the conductor; empty for a flat decoder. */
  readonly conductor: readonly number[];
  /** Units of each direction of the LSTM that preprocesses the controls; null if the controls are used directly. */
  readonly controls: number | null;
}

/** A MusicVAE with everything that follows from its configuration and sizes. */
export interface MusicVaePlan {
  /** The content of `config.json`. */
  readonly config: MusicVaeConfig;
  /** The sizes of its networks. */
  readonly sizes: MusicVaeSizes;
  /** Turns notes into rows and back. */
  readonly converter: NoteConverter;
  /** Size of one row of the control inputs of encoder and decoder. */
  readonly controlDepth: number;
  /** The model as core trains and runs it. */
  readonly spec: ModelSpec;
  /** Shapes of all variables by name. */
  readonly variables: Readonly<Record<string, readonly number[]>>;
}

/** Options of a spec in addition to its sizes. */
export interface SpecOptions {
  /** Default `music-vae`. */
  readonly name?: string;
  /** Free nats of the KL divergence. Default: none. */
  readonly freeNats?: number;
  /** Whether training may feed the decoder its own samples (scheduled sampling). Default false. */
  readonly samples?: boolean;
}

/**
 * Plans a MusicVAE from its configuration and sizes.
 *
 * @throws InvalidArgumentError if the number of parts differs from the converter's, or the model is too large.
 */
export function planMusicVae(
  config: MusicVaeConfig,
  sizes: MusicVaeSizes,
  options: SpecOptions = {},
): MusicVaePlan {
  const converter = createConverter(config.dataConverter);
  assertParts(converter, sizes);
  return planOf(specOf(config, sizes, converter, options), config, sizes);
}

/**
 * The plan of a model that `planMusicVae` made, from its spec.
 *
 * @returns the plan of a model trained with Speil.
 * @throws InvalidArgumentError for a spec that is not a music model.
 */
export function planOfSpec(spec: ModelSpec): MusicVaePlan {
  const { architecture, codec, bottleneck } = spec;
  if (!isSequence(architecture) || codec.id !== notesCodec) {
    throw new InvalidArgumentError(
      `Model ${spec.name} is not a MusicVAE: its codec must be '${notesCodec}' and its architecture a sequence. Received: '${codec.id}'.`,
    );
  }
  const config = parseWith(musicVaeConfigSchema, codec.settings, `The codec of model ${spec.name}`);
  const { encoder, decoders, conductor, controls } = architecture;
  const sigma = bottleneck.kind === 'gaussian';
  const sizes = {
    latent: bottleneckSize(bottleneck),
    sigma,
    encoder,
    decoders,
    conductor,
    controls,
  };
  return planOf(spec, config, sizes);
}

/** Id of the codec in a MusicVAE's spec. The settings of the codec are the configuration of a checkpoint. */
export const notesCodec = 'music-vae';

function planOf(spec: ModelSpec, config: MusicVaeConfig, sizes: MusicVaeSizes): MusicVaePlan {
  const { variables } = declareModel(spec);
  return {
    config,
    sizes,
    converter: createConverter(config.dataConverter),
    controlDepth: controlDepthOf(config),
    spec,
    variables: Object.fromEntries(variables.map(({ name, shape }) => [name, shape])),
  };
}

function assertParts(converter: NoteConverter, sizes: MusicVaeSizes): void {
  const hierarchical = converter.segments !== null;
  const parts = converter.parts?.length ?? 1;
  const expected = [hierarchical ? 2 : 1, parts, hierarchical] as const;
  const received = [
    sizes.encoder.length,
    sizes.decoders.length,
    sizes.conductor.length > 0,
  ] as const;
  if (expected.join() === received.join()) return;
  const text = ([levels, decoders, conductor]: readonly [number, number, boolean]): string =>
    `${levels} levels of the encoder, ${decoders} decoders and ${conductor ? 'a' : 'no'} conductor`;
  throw new InvalidArgumentError(
    `${converter.type} with ${converter.segments ?? 'no'} segments needs ${text(expected)}. Received: ${text(received)}.`,
  );
}

function controlDepthOf(config: MusicVaeConfig): number {
  return (
    (config.chordEncoder === null ? 0 : chordEncoder(config.chordEncoder).depth) +
    (config.conditionOnKey ? 12 : 0) +
    config.extraControls.reduce((sum, { depth }) => sum + depth, 0)
  );
}

/** @throws InvalidFileError if a width is out of range. */
function specOf(
  config: MusicVaeConfig,
  sizes: MusicVaeSizes,
  converter: NoteConverter,
  { name = 'music-vae', freeNats, samples = false }: SpecOptions,
): ModelSpec {
  const { inputRows, inputDepth, outputRows, outputDepth, parts, segments, endToken } = converter;
  const controlDepth = controlDepthOf(config);
  const hasOwnInput =
    inputRows !== outputRows || inputDepth !== outputDepth || readsOtherRows(config);
  const input: ModelSpecInput = {
    name,
    family: controlDepth > 0 ? 'cvae' : sizes.sigma ? 'vae' : 'ae',
    codec: { id: notesCodec, shape: [outputRows, outputDepth], settings: { ...config } },
    latentShape: [sizes.latent],
    architecture: {
      kind: 'sequence',
      segments,
      endToken,
      encoder: [...sizes.encoder],
      decoders: sizes.decoders.map(({ units, nade, feedback }, part) => ({
        depth: parts?.[part] ?? outputDepth,
        units: [...units],
        nade,
        ...(feedback && { feedback }),
      })),
      conductor: [...sizes.conductor],
      controls: sizes.controls,
      samples,
    },
    bottleneck: { kind: sizes.sigma ? 'gaussian' : 'deterministic', size: sizes.latent },
    objective: {
      likelihood: likelihoodOf(config, sizes, parts),
      ...(freeNats !== undefined && { freeBits: { nats: freeNats, per: 'latent' } }),
    },
    condition: controlDepth > 0 ? { kind: 'vector', size: outputRows * controlDepth } : null,
    ...(hasOwnInput && { input: { kind: 'given', shape: [inputRows, inputDepth] } }),
  };
  return parseWith(modelSpecSchema, input, `The sizes of ${name}`);
}

/** Whether the encoder's rows differ from the decoder's although they have the same shape. */
function readsOtherRows({ dataConverter: { type } }: MusicVaeConfig): boolean {
  return type === 'GrooveConverter';
}

function likelihoodOf(
  config: MusicVaeConfig,
  { decoders }: MusicVaeSizes,
  parts: readonly number[] | null,
): LikelihoodSpec {
  if (config.dataConverter.type === 'GrooveConverter') return { kind: 'groove' };
  if (config.useBooleanDecoder || decoders.every(({ nade }) => nade !== null)) {
    return { kind: 'bernoulli' };
  }
  return { kind: 'categorical', ...(parts && { parts: [...parts] }) };
}
