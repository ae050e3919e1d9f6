/**
 * A MusicVAE's variables, worked out from what it converts and how wide its parts are (Roberts et al. 2018, section 3). Names
 * are those of the official checkpoints without their last part, so that one can be read beside the other.
 */
import { InvalidArgumentError, sizeOf } from '@speil/api';
import { chordEncoder } from '../chords/encoders.js';
import type { MusicVaeConfig } from '../checkpoints/config.js';
import { createConverter, type NoteConverter } from '../converters/index.js';

/** Widths of one decoder. */
export interface DecoderSizes {
  /** Units of its LSTM layers, the first first. */
  readonly units: readonly number[];
  /** Hidden units of a NADE at each step (Larochelle & Murray 2011); null for none. */
  readonly nade: number | null;
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

export interface DecoderPlan extends DecoderSizes {
  readonly prefix: string;
  /** What stands at its output, and how a step is drawn from it. */
  readonly kind: 'categorical' | 'boolean' | 'groove' | 'nade';
  /** Numbers in a row of this part. */
  readonly depth: number;
}

export interface MusicVaePlan {
  readonly config: MusicVaeConfig;
  readonly sizes: MusicVaeSizes;
  readonly converter: NoteConverter;
  /** Numbers a row that encoder and decoder are told beside the notes. */
  readonly controlDepth: number;
  /** Prefixes of the encoder's levels. */
  readonly encoder: readonly string[];
  readonly decoders: readonly DecoderPlan[];
  /** Shapes of all variables by name. */
  readonly variables: Readonly<Record<string, readonly number[]>>;
}

export const names = {
  mu: 'encoder/mu',
  sigma: 'encoder/sigma',
  controls: 'control_preprocessing/cell_0',
  conductor: 'decoder/hierarchical_level_0',
  conductorStart: 'decoder/hierarchical_level_0/initial_state',
  encoderLevel: (level: number, hierarchical: boolean): string =>
    hierarchical ? `encoder/hierarchical_level_${level}/cell_0` : 'encoder/cell_0',
  direction: (prefix: string, direction: 'fw' | 'bw'): string =>
    `${prefix}/bidirectional_rnn/${direction}/multi_rnn_cell/cell_0/lstm_cell`,
  decoderCell: (prefix: string, layer: number): string =>
    `${prefix}/multi_rnn_cell/cell_${layer}/lstm_cell`,
  conductorCell: (layer: number): string => `${names.conductor}/cell_${layer}/lstm_cell`,
  decoderStart: (prefix: string): string => `${prefix}/z_to_initial_state`,
  output: (prefix: string): string => `${prefix}/output_projection`,
  nade: (prefix: string): string => `${prefix}/nade`,
};

/** Prefixes of the decoders: one, or one for each part of the output. */
export function decoderPrefixes({ parts, segments }: NoteConverter): readonly string[] {
  const core = segments === null ? '' : 'core_decoder/';
  if (parts === null) return [`${core}decoder`];
  return parts.map((_, part) => `${core}core_decoder_${part}/decoder`);
}

/** The most numbers that a model may hold (2 GB of float32). */
const parameterLimit = 500_000_000;

/** @throws InvalidArgumentError when the parts are not as many as the converter has, or the model is too large. */
export function planMusicVae(config: MusicVaeConfig, sizes: MusicVaeSizes): MusicVaePlan {
  const converter = createConverter(config.dataConverter);
  const hierarchical = converter.segments !== null;
  const prefixes = decoderPrefixes(converter);
  const expected = [hierarchical ? 2 : 1, prefixes.length, hierarchical] as const;
  const received = [
    sizes.encoder.length,
    sizes.decoders.length,
    sizes.conductor.length > 0,
  ] as const;
  if (expected.join() !== received.join()) {
    const text = ([levels, parts, conductor]: readonly [number, number, boolean]): string =>
      `${levels} levels of the encoder, ${parts} decoders and ${conductor ? 'a' : 'no'} conductor`;
    throw new InvalidArgumentError(
      `${converter.type} with ${converter.segments ?? 'no'} segments needs ${text(expected)}. Received: ${text(received)}.`,
    );
  }
  const controlDepth =
    (config.chordEncoder === null ? 0 : chordEncoder(config.chordEncoder).depth) +
    (config.conditionOnKey ? 12 : 0) +
    config.extraControls.reduce((sum, { depth }) => sum + depth, 0);
  const decoders = sizes.decoders.map((decoder, part): DecoderPlan => ({
    ...decoder,
    prefix: prefixes[part]!,
    kind: kindOf(config, decoder),
    depth: converter.parts?.[part] ?? converter.outputDepth,
  }));
  const plan = {
    config,
    sizes,
    converter,
    controlDepth,
    encoder: sizes.encoder.map((_, level) => names.encoderLevel(level, hierarchical)),
    decoders,
  };
  const variables = { ...encoderShapes(plan), ...decoderShapes(plan) };
  const parameters = Object.values(variables).reduce((sum, shape) => sum + sizeOf(shape), 0);
  if (parameters > parameterLimit) {
    throw new InvalidArgumentError(
      `A model may hold at most ${parameterLimit} parameters. Received: ${parameters}.`,
    );
  }
  return { ...plan, variables };
}

function kindOf(config: MusicVaeConfig, { nade }: DecoderSizes): DecoderPlan['kind'] {
  if (nade !== null) return 'nade';
  if (config.dataConverter.type === 'GrooveConverter') return 'groove';
  return config.useBooleanDecoder ? 'boolean' : 'categorical';
}

type Shapes = Record<string, readonly number[]>;

function dense(name: string, inputs: number, outputs: number): Shapes {
  return { [`${name}/kernel`]: [inputs, outputs], [`${name}/bias`]: [outputs] };
}

function lstm(name: string, inputs: number, units: number): Shapes {
  return {
    [`${name}/kernel`]: [inputs, 4 * units],
    [`${name}/recurrent`]: [units, 4 * units],
    [`${name}/bias`]: [4 * units],
  };
}

function bothDirections(prefix: string, inputs: number, units: number): Shapes {
  return {
    ...lstm(names.direction(prefix, 'fw'), inputs, units),
    ...lstm(names.direction(prefix, 'bw'), inputs, units),
  };
}

/** Layers on top of each other; the first takes `inputs`. */
function stacked(
  nameOf: (layer: number) => string,
  inputs: number,
  units: readonly number[],
): Shapes {
  return Object.assign(
    {},
    ...units.map((width, layer) =>
      lstm(nameOf(layer), layer === 0 ? inputs : units[layer - 1]!, width),
    ),
  ) as Shapes;
}

/** Of c and h of all layers, one after the other. */
const stateSize = (units: readonly number[]): number => 2 * units.reduce((sum, u) => sum + u, 0);

function encoderShapes({
  sizes,
  converter,
  controlDepth,
  encoder,
}: Omit<MusicVaePlan, 'variables'>): Shapes {
  const last = 2 * sizes.encoder.at(-1)!;
  return {
    ...(Object.assign(
      {},
      ...encoder.map((prefix, level) => {
        const below =
          level === 0 ? converter.inputDepth + controlDepth : 2 * sizes.encoder[level - 1]!;
        return bothDirections(prefix, below, sizes.encoder[level]!);
      }),
    ) as Shapes),
    ...dense(names.mu, last, sizes.latent),
    ...(sizes.sigma && dense(names.sigma, last, sizes.latent)),
  };
}

function decoderShapes({ sizes, controlDepth, decoders }: Omit<MusicVaePlan, 'variables'>): Shapes {
  const { latent, conductor, controls } = sizes;
  const code = conductor.at(-1) ?? latent;
  const told = controlDepth === 0 ? 0 : controls === null ? controlDepth : 2 * controls;
  return {
    ...(controls !== null && bothDirections(names.controls, controlDepth, controls)),
    ...(conductor.length > 0 && {
      ...dense(names.conductorStart, latent, stateSize(conductor)),
      // Its input is always one zero.
      ...stacked(names.conductorCell, 1, conductor),
    }),
    ...(Object.assign(
      {},
      ...decoders.map(({ prefix, units, nade, depth }) => ({
        ...dense(names.decoderStart(prefix), code, stateSize(units)),
        ...stacked((layer) => names.decoderCell(prefix, layer), depth + code + told, units),
        ...dense(names.output(prefix), units.at(-1)!, depth + (nade ?? 0)),
        ...(nade !== null && {
          [`${names.nade(prefix)}/w_enc`]: [depth, 1, nade],
          [`${names.nade(prefix)}/w_dec_t`]: [depth, 1, nade],
        }),
      })),
    ) as Shapes),
  };
}
