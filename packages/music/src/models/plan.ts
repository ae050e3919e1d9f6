/**
 * A MusicVAE as a model's spec: what it converts and how wide its parts are, brought to core's sequence architecture (Roberts
 * et al. 2018, section 3).
 */
import {
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
  /** Units of its LSTM layers, the first first. */
  readonly units: readonly number[];
  /** Hidden units of a NADE at each step (Larochelle & Murray 2011); null for none. */
  readonly nade: number | null;
  /** What it is told of the row before; default `row`, as magenta-js does it. `bits` tells a class of drums as those struck. */
  readonly feedback?: 'row' | 'bits';
}

export interface MusicVaeSizes {
  /** Numbers in a code. */
  readonly latent: number;
  /** Whether the encoder tells how sure it is; magenta-js leaves that part of a checkpoint out at times. */
  readonly sigma: boolean;
  /** Units of each direction: one level for a flat encoder, two for a hierarchical one. */
  readonly encoder: readonly number[];
  /** One for each part of the output. */
  readonly decoders: readonly DecoderSizes[];
  /** Units of the conductor's LSTM layers; empty for a flat decoder. */
  readonly conductor: readonly number[];
  /** Units of each direction of the LSTM that reads the controls first; null where they are taken as they are. */
  readonly controls: number | null;
}

export interface MusicVaePlan {
  readonly config: MusicVaeConfig;
  readonly sizes: MusicVaeSizes;
  readonly converter: NoteConverter;
  /** Numbers a row that encoder and decoder are told beside the notes. */
  readonly controlDepth: number;
  readonly spec: ModelSpec;
  /** Shapes of all variables by name. */
  readonly variables: Readonly<Record<string, readonly number[]>>;
}

/** What a spec may say beside its sizes. */
export interface SpecOptions {
  /** Default `music-vae`. */
  readonly name?: string;
  /** Nats of the KL that cost nothing. Default none. */
  readonly freeNats?: number;
  /** Whether training may feed the decoder its own draws. Default false. */
  readonly samples?: boolean;
}

/** @throws InvalidArgumentError when the parts are not as many as the converter has, or the model is too large. */
export function planMusicVae(
  config: MusicVaeConfig,
  sizes: MusicVaeSizes,
  options: SpecOptions = {},
): MusicVaePlan {
  const converter = createConverter(config.dataConverter);
  assertParts(converter, sizes);
  return planOf(specOf(config, sizes, converter, options), config, sizes);
}

/** The plan of a model that was trained here. @throws IncompatibleError for a spec that is of no music. */
export function planOfSpec(spec: ModelSpec): MusicVaePlan {
  const { architecture, codec, bottleneck } = spec;
  if (!isSequence(architecture) || codec.id !== notesCodec) {
    throw new InvalidArgumentError(
      `Model ${spec.name} is no MusicVAE: its codec must be '${notesCodec}' and its architecture a sequence. Received: '${codec.id}'.`,
    );
  }
  const config = parseWith(musicVaeConfigSchema, codec.settings, `The codec of model ${spec.name}`);
  const { encoder, decoders, conductor, controls } = architecture;
  const sigma = bottleneck.kind === 'gaussian';
  const sizes = { latent: bottleneck.size, sigma, encoder, decoders, conductor, controls };
  return planOf(spec, config, sizes);
}

/** The codec of a MusicVAE's spec; its settings are the configuration of a checkpoint. */
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

/** @throws InvalidFileError where a width is out of range. */
function specOf(
  config: MusicVaeConfig,
  sizes: MusicVaeSizes,
  converter: NoteConverter,
  { name = 'music-vae', freeNats, samples = false }: SpecOptions,
): ModelSpec {
  const { inputRows, inputDepth, outputRows, outputDepth, parts, segments, endToken } = converter;
  const controlDepth = controlDepthOf(config);
  const given = inputRows !== outputRows || inputDepth !== outputDepth || readsOtherRows(config);
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
    ...(given && { input: { kind: 'given', shape: [inputRows, inputDepth] } }),
  };
  return parseWith(modelSpecSchema, input, `The sizes of ${name}`);
}

/** Whether an encoder's rows are other numbers than the decoder's, of the same shape. */
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
