/**
 * The variables of a sequence architecture, computed from the sizes of its parts (MusicVAE, Roberts et al. 2018,
 * section 3). The names of variables are those of the official checkpoints, without their last part.
 */
import {
  IncompatibleError,
  type ModelSpec,
  type SequenceArchitecture,
  bottleneckSize,
  isDiscrete,
} from '@speil/api';
import type { NoiseDeclaration, VariableDeclaration } from '../declarations/declarations.js';
import { inferInputShape } from './input.js';
import { affine } from './layers/layer.js';
import { cellVariables } from './layers/recurrent.js';
import { declareLikelihood, type RowKind } from './likelihoods.js';

/** The decoder of one part of the rows. */
export interface SequenceDecoder {
  /** Prefix of its variables' names. */
  readonly prefix: string;
  /** Units of its LSTM layers, the first one first. */
  readonly units: readonly number[];
  /** Hidden units of its NADE output (Larochelle & Murray 2011); null for other outputs. */
  readonly nade: number | null;
  /** What its part of a row holds. */
  readonly kind: RowKind;
  /** Number of values in this decoder's part of a row. */
  readonly depth: number;
  /** Size of the decoder's feedback: that of its part of the previous row, or the number of bits of its class. */
  readonly feedbackSize: number;
}

/** A sequence architecture with all derived sizes. */
export interface SequencePlan {
  /** Number of rows that the encoder reads, and of values in each row. */
  readonly inputRows: number;
  /** Number of values in a row that the encoder reads. */
  readonly inputDepth: number;
  /** Number of values in each part of an input row if each part is one-hot; null for other rows. */
  readonly inputChoices: readonly number[] | null;
  /** Number of rows that the decoder gives. */
  readonly outputRows: number;
  /** Number of values in a row that the decoder gives. */
  readonly outputDepth: number;
  /** Size of the controls of each row, for encoder and decoder. */
  readonly controlDepth: number;
  /** Size of a latent vector. */
  readonly latent: number;
  /** Whether the encoder gives a standard deviation. */
  readonly sigma: boolean;
  /** Number of segments of a hierarchical model; null for a flat one. */
  readonly segments: number | null;
  /** The token that ends a segment; null if segments are spans of time. */
  readonly endToken: number | null;
  /** The encoder's levels. */
  readonly encoder: readonly { readonly prefix: string; readonly units: number }[];
  /** One decoder for each part of a row. */
  readonly decoders: readonly SequenceDecoder[];
  /** Units of the conductor's LSTM layers; empty for a flat model. */
  readonly conductor: readonly number[];
  /** Units of the LSTM over the controls; null if the controls are used unchanged. */
  readonly controls: number | null;
  /** Whether the decoder is fed its own draws in training. */
  readonly samples: boolean;
}

/** The names of a sequence model's variables, which are Magenta's. */
export const sequenceNames = {
  mu: 'encoder/mu',
  sigma: 'encoder/sigma',
  controls: 'control_preprocessing/cell_0',
  conductor: 'decoder/hierarchical_level_0',
  conductorStart: 'decoder/hierarchical_level_0/initial_state',
  encoderLevel: (level: number, hierarchical: boolean): string =>
    hierarchical ? `encoder/hierarchical_level_${level}/cell_0` : 'encoder/cell_0',
  direction: (prefix: string, direction: 'fw' | 'bw'): string =>
    `${prefix}/bidirectional_rnn/${direction}/multi_rnn_cell/cell_0/lstm_cell`,
  /** The prefix of decoder `part` of `parts`. */
  decoder: (part: number, parts: number, hierarchical: boolean): string => {
    const core = hierarchical ? 'core_decoder/' : '';
    return parts === 1 ? `${core}decoder` : `${core}core_decoder_${part}/decoder`;
  },
  decoderCell: (prefix: string, layer: number): string =>
    `${prefix}/multi_rnn_cell/cell_${layer}/lstm_cell`,
  conductorCell: (layer: number): string => `${sequenceNames.conductor}/cell_${layer}/lstm_cell`,
  decoderStart: (prefix: string): string => `${prefix}/z_to_initial_state`,
  output: (prefix: string): string => `${prefix}/output_projection`,
  nade: (prefix: string): string => `${prefix}/nade`,
};

/**
 * Returns the binary digits of the classes from 0 on, one class after the other, the lowest digit first.
 *
 * @param classes a power of 2.
 */
export function classBits(classes: number): Float32Array {
  const bits = Math.log2(classes);
  return Float32Array.from(
    { length: classes * bits },
    (_, i) => (Math.floor(i / bits) >> (i % bits)) & 1,
  );
}

/** The noise that decides for each row of an item whether the decoder is fed its own draw. */
export const samplingNoise = 'decoder/sampling';
/** The noise of the draws of decoder `part`. */
export const samplingDrawNoise = (part: number): string => `decoder/draws/${part}`;

/** Whether an architecture is a sequence architecture. */
export function isSequence(
  architecture: ModelSpec['architecture'],
): architecture is SequenceArchitecture {
  return 'kind' in architecture;
}

/**
 * Computes all sizes of a sequence architecture.
 *
 * @throws IncompatibleError when the parts contradict each other.
 */
export function planSequence(
  spec: Pick<
    ModelSpec,
    'name' | 'codec' | 'input' | 'condition' | 'bottleneck' | 'objective' | 'latentShape'
  >,
  architecture: SequenceArchitecture,
): SequencePlan {
  const { segments } = architecture;
  const hierarchical = segments !== null;
  const [inputRows, inputDepth] = rowsOf(spec, 'The input', inferInputShape(spec), segments);
  const [outputRows, outputDepth] = rowsOf(spec, 'An item', spec.codec.shape, segments);
  const { condition, bottleneck, latentShape } = spec;
  const controlSize = condition?.kind === 'vector' ? condition.size : 0;
  const refuse = (what: string): never => {
    throw new IncompatibleError(`Model ${spec.name}: ${what}`);
  };
  if (isDiscrete(bottleneck) || ('head' in bottleneck && bottleneck.head === 'identity')) {
    refuse(
      `a sequence needs a deterministic or gaussian bottleneck with dense heads. Received: ${bottleneck.kind}.`,
    );
  }
  const latent = bottleneckSize(bottleneck);
  if (latentShape.join() !== String(latent)) {
    refuse(
      `latentShape must be [${latent}] with a bottleneck of that size. Received: [${latentShape.join(', ')}].`,
    );
  }
  if (
    condition?.kind === 'label' ||
    controlSize % outputRows !== 0 ||
    (controlSize > 0 && inputRows !== outputRows)
  ) {
    refuse(
      `the condition of a sequence must be a vector with the same number of values for each of its ${outputRows} rows, of which input and output have as many. Received: ${condition?.kind === 'label' ? 'labels' : `${controlSize} numbers for ${inputRows} rows in and ${outputRows} out`}.`,
    );
  }
  const levels = hierarchical ? 2 : 1;
  if (
    architecture.encoder.length !== levels ||
    architecture.conductor.length > 0 !== hierarchical
  ) {
    refuse(
      `a sequence ${hierarchical ? 'with' : 'without'} segments has ${levels === 1 ? 'one level' : 'two levels'} of the encoder and ${hierarchical ? 'a' : 'no'} conductor. Received: ${architecture.encoder.length} and ${architecture.conductor.length} layers.`,
    );
  }
  const depths = architecture.decoders.map(({ depth }) => depth);
  const parts = partsOf(spec) ?? depths;
  if (depths.join() !== parts.join() || depths.reduce((a, b) => a + b, 0) !== outputDepth) {
    refuse(
      `a sequence has one decoder for each part of a row of ${outputDepth} numbers. Received: ${depths.join(' and ')}.`,
    );
  }
  return {
    inputRows,
    inputDepth,
    // The values of an input from the dataset are not known to be one-hot.
    inputChoices:
      spec.input === undefined && spec.objective.likelihood.kind === 'categorical' ? parts : null,
    outputRows,
    outputDepth,
    controlDepth: controlSize / outputRows,
    latent,
    sigma: bottleneck.kind === 'gaussian',
    segments,
    endToken: architecture.endToken,
    encoder: architecture.encoder.map((units, level) => ({
      prefix: sequenceNames.encoderLevel(level, hierarchical),
      units,
    })),
    decoders: architecture.decoders.map(({ units, nade, depth, feedback }, part) => {
      const kind = kindOf(spec, nade);
      const bits = Math.log2(depth);
      if (feedback === 'bits' && (kind !== 'categorical' || !Number.isInteger(bits) || bits < 1)) {
        refuse(
          `feedback: 'bits' needs a decoder of 2, 4, 8, ... classes. Received: ${depth} numbers (${kind}).`,
        );
      }
      const prefix = sequenceNames.decoder(part, depths.length, hierarchical);
      return { prefix, units, nade, kind, depth, feedbackSize: feedback === 'bits' ? bits : depth };
    }),
    conductor: architecture.conductor,
    controls: architecture.controls,
    samples: architecture.samples,
  };
}

function rowsOf(
  { name }: Pick<ModelSpec, 'name'>,
  what: string,
  shape: readonly number[],
  segments: number | null,
): [rows: number, depth: number] {
  const [rows, depth, ...rest] = shape;
  if (
    rows === undefined ||
    depth === undefined ||
    rest.length > 0 ||
    rows % (segments ?? 1) !== 0
  ) {
    throw new IncompatibleError(
      `Model ${name}: ${what} of a sequence must be [rows, depth]${segments === null ? '' : `, with rows that ${segments} segments divide evenly`}. Received: [${shape.join(', ')}].`,
    );
  }
  return [rows, depth];
}

function partsOf({
  objective: { likelihood },
}: Pick<ModelSpec, 'objective'>): readonly number[] | undefined {
  return likelihood.kind === 'categorical' ? likelihood.parts : undefined;
}

function kindOf(
  { name, objective: { likelihood } }: Pick<ModelSpec, 'name' | 'objective'>,
  nade: number | null,
): RowKind {
  if (nade !== null) return 'nade';
  const { rowKind } = declareLikelihood(likelihood);
  if (rowKind !== null) return rowKind;
  throw new IncompatibleError(
    `Model ${name}: a sequence has a categorical, bernoulli or groove likelihood. Received: ${likelihood.kind}.`,
  );
}

export interface SequenceDeclaration {
  readonly variables: readonly VariableDeclaration[];
  /** Noise that the decoder takes in training. */
  readonly noise: readonly NoiseDeclaration[];
  /** Number of LSTM steps that follow one another in the graph. */
  readonly steps: number;
}

/** Number of uniform numbers for a draw of a row: one for a class, otherwise one for each value. */
const drawDepth = ({ kind, depth }: SequenceDecoder): number =>
  kind === 'categorical' ? 1 : depth;

export function declareSequenceNetworks(plan: SequencePlan): SequenceDeclaration {
  const { segments, inputRows, outputRows, decoders, conductor, controls } = plan;
  // In both directions: the rows, or the rows of a segment and then the segments.
  const encoderSteps = 2 * (inputRows / (segments ?? 1) + (segments ?? 0));
  const decoderSteps = decoders.reduce((sum, { units }) => sum + outputRows * units.length, 0);
  const steps =
    encoderSteps +
    decoderSteps +
    (segments ?? 0) * conductor.length +
    (controls === null ? 0 : 2 * outputRows);
  return {
    variables: [...encoderVariables(plan), ...decoderVariables(plan)],
    noise: plan.samples
      ? [
          { name: samplingNoise, shape: [outputRows], distribution: 'uniform' },
          ...decoders.map((decoder, part): NoiseDeclaration => ({
            name: samplingDrawNoise(part),
            shape: [outputRows, drawDepth(decoder)],
            distribution: 'uniform',
          })),
        ]
      : [],
    steps,
  };
}

function dense(name: string, inputs: number, outputs: number): readonly VariableDeclaration[] {
  return affine(name, [inputs, outputs], inputs, outputs, outputs);
}

const lstm = (name: string, inputs: number, units: number): readonly VariableDeclaration[] =>
  cellVariables('lstm', name, inputs, units);

function bothDirections(
  prefix: string,
  inputs: number,
  units: number,
): readonly VariableDeclaration[] {
  return [
    ...lstm(sequenceNames.direction(prefix, 'fw'), inputs, units),
    ...lstm(sequenceNames.direction(prefix, 'bw'), inputs, units),
  ];
}

/** Declares stacked LSTM layers. The first layer takes `inputs` values. */
function stacked(
  nameOf: (layer: number) => string,
  inputs: number,
  units: readonly number[],
): readonly VariableDeclaration[] {
  return units.flatMap((width, layer) =>
    lstm(nameOf(layer), layer === 0 ? inputs : units[layer - 1]!, width),
  );
}

/** The total size of c and h of all layers. */
const stateSize = (units: readonly number[]): number => 2 * units.reduce((sum, u) => sum + u, 0);

function encoderVariables({
  encoder,
  inputDepth,
  controlDepth,
  latent,
  sigma,
}: SequencePlan): readonly VariableDeclaration[] {
  const last = 2 * encoder.at(-1)!.units;
  return [
    ...encoder.flatMap(({ prefix, units }, level) =>
      bothDirections(
        prefix,
        level === 0 ? inputDepth + controlDepth : 2 * encoder[level - 1]!.units,
        units,
      ),
    ),
    ...dense(sequenceNames.mu, last, latent),
    ...(sigma ? dense(sequenceNames.sigma, last, latent) : []),
  ];
}

function decoderVariables(plan: SequencePlan): readonly VariableDeclaration[] {
  const { latent, conductor, controls, controlDepth, decoders } = plan;
  const inputSize = conductor.at(-1) ?? latent;
  const controlWidth = controlDepth === 0 ? 0 : controls === null ? controlDepth : 2 * controls;
  return [
    ...(controls === null ? [] : bothDirections(sequenceNames.controls, controlDepth, controls)),
    ...(conductor.length === 0
      ? []
      : [
          ...dense(sequenceNames.conductorStart, latent, stateSize(conductor)),
          ...stacked(sequenceNames.conductorCell, 1, conductor).map((variable) =>
            // The input is always zero, so the kernel cannot be learned.
            variable.name === `${sequenceNames.conductorCell(0)}/kernel`
              ? { ...variable, trainable: false }
              : variable,
          ),
        ]),
    ...decoders.flatMap(({ prefix, units, nade, depth, feedbackSize }) => [
      ...dense(sequenceNames.decoderStart(prefix), inputSize, stateSize(units)),
      ...stacked(
        (layer) => sequenceNames.decoderCell(prefix, layer),
        feedbackSize + inputSize + controlWidth,
        units,
      ),
      ...dense(sequenceNames.output(prefix), units.at(-1)!, depth + (nade ?? 0)),
      ...(nade === null ? [] : nadeVariables(sequenceNames.nade(prefix), depth, nade)),
    ]),
  ];
}

function nadeVariables(name: string, depth: number, nade: number): readonly VariableDeclaration[] {
  return ['w_enc', 'w_dec_t'].map((suffix) => ({
    name: `${name}/${suffix}`,
    shape: [depth, 1, nade],
    initializer: 'glorotUniform',
    fanIn: depth,
    fanOut: nade,
    trainable: true,
  }));
}
