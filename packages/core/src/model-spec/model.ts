/**
 * A whole model, derived from its spec: the layers with their names and shapes, the latent heads, all variables and all
 * noise. A spec that contradicts itself is rejected here, before anything is allocated.
 */
import {
  IncompatibleError,
  InvalidArgumentError,
  sizeOf,
  bottleneckSize,
  codebookShapeOf,
  isDiscrete,
} from '@speil/api';
import type { BottleneckSpec, LayerSpec, ModelSpec, OptionalScalar } from '@speil/api';
import type { NoiseDeclaration, VariableDeclaration } from '../declarations/declarations.js';
import { assertCombination } from './family.js';
import { declareInput, inferInputShape } from './input.js';
import { affine } from './layers/layer.js';
import { declareLayers } from './layers/layers.js';
import { declareLikelihood } from './likelihoods.js';
import type { PriorDeclaration } from './priors/prior.js';
import { declarePrior } from './priors/priors.js';
import {
  declareSequenceNetworks,
  isSequence,
  planSequence,
  type SequencePlan,
} from './sequence.js';

/** The largest number of parameters of a model (2 GB of float32): a file that exceeds it is rejected. */
export const parameterLimit = 500_000_000;

/**
 * The largest total number of recurrent steps in all layers. Each takes a dozen operations in the graph, and as many in
 * its gradient.
 */
export const recurrentStepLimit = 3072;

/** A layer with its place in a network. */
export interface DeclaredLayer {
  /** The layer as data. */
  readonly spec: LayerSpec;
  /** Path such as `encoder/0`, the prefix of its variables. */
  readonly name: string;
}

/** What a network needs and gives. */
export interface NetworkDeclaration {
  /** Its layers, the first one first. */
  readonly layers: readonly DeclaredLayer[];
  /** Shape of the output, without the batch. */
  readonly outputShape: readonly number[];
  /** The variables of all layers. */
  readonly variables: readonly VariableDeclaration[];
  /** The noise of all layers, which they take only in training. */
  readonly noise: readonly NoiseDeclaration[];
  /** Number of recurrent steps that follow one another in the graph. Default 0. */
  readonly steps?: number;
}

/** What a model needs: computed from its spec before anything is allocated. */
export interface ModelDeclaration {
  /** The encoder up to the bottleneck. */
  readonly encoder: NetworkDeclaration;
  /** The decoder, whose output the likelihood takes. */
  readonly decoder: NetworkDeclaration;
  /** The parts of a sequence architecture, which has no list of layers. */
  readonly sequence?: SequencePlan;
  /** From a latent vector to one logit, for adversarial prior matching. */
  readonly discriminator?: NetworkDeclaration;
  /** From a latent vector to one logit per class, for supervision. */
  readonly classifier?: NetworkDeclaration;
  /** The prior of the latents; null if there is none. */
  readonly prior: PriorDeclaration | null;
  /** Noise of the encoder's input: a part of `noise`, and the only part that an evaluation draws. */
  readonly inputNoise: readonly NoiseDeclaration[];
  /** Scheduled scalars of a training step in addition to learning rate and beta. */
  readonly scalars: readonly OptionalScalar[];
  /** Dense layers from the encoder's features to the latent parameters, by name. */
  readonly heads: readonly string[];
  /** Every variable of the model, in the order of its file. */
  readonly variables: readonly VariableDeclaration[];
  /** Noise that every training step takes. */
  readonly noise: readonly NoiseDeclaration[];
}

/** Draws of the prior to which latents are matched, one for each item. */
export const matchedNoise = 'priorMatching/samples';
/** Selects the feature by which an unused codebook vector is replaced: one number per vector and step. */
export const revivalNoise = 'codebook/revival';

/** The noise of the reparameterised sample (Kingma & Welling 2014, section 2.4). */
export const posteriorNoise = 'posterior';

export function declareNetwork(
  layers: readonly LayerSpec[],
  inputShape: readonly number[],
  name: string,
): NetworkDeclaration {
  return {
    ...declareLayers(layers, inputShape, name),
    layers: layers.map((spec, index) => ({ spec, name: `${name}/${index}` })),
  };
}

/**
 * Computes the shapes and variables of a model.
 *
 * @throws InvalidArgumentError when layers do not fit each other or the model is over `parameterLimit` or
 *   `recurrentStepLimit`.
 * @throws IncompatibleError when the decoder does not end in the codec's shape, the parts contradict each other or the
 *   spec names a different family.
 */
export function declareModel(spec: ModelSpec): ModelDeclaration {
  const { bottleneck, objective, condition } = spec;
  assertCombination(spec);
  const inputNoise = declareInput(spec);
  assertParts(spec);
  const { encoder, decoder, sequence } = networksOf(spec);
  const { priorMatching, supervision } = objective;
  const discriminator =
    priorMatching?.kind === 'adversarial'
      ? declareHead(spec, 'discriminator', priorMatching.layers, 1)
      : undefined;
  const classifier =
    supervision && declareHead(spec, 'classifier', supervision.layers, supervision.classes);
  const prior = declarePrior(spec);
  assertSteps([encoder, decoder, discriminator, classifier]);
  const heads = sequence === undefined ? headsOf(bottleneck) : [];
  const features = sizeOf(encoder.outputShape) + conditionWidth(condition);
  const size = bottleneckSize(bottleneck);
  const variables = [
    ...encoder.variables,
    ...heads.flatMap((head) =>
      affine(`bottleneck/${head}`, [features, size], features, size, size),
    ),
    ...decoder.variables,
    ...codebookOf(bottleneck),
    ...declareLikelihood(objective.likelihood).variables,
    ...(discriminator?.variables ?? []),
    ...(classifier?.variables ?? []),
    ...(prior?.variables ?? []),
  ];
  const parameters = parametersOf(variables);
  if (parameters > parameterLimit) {
    throw new InvalidArgumentError(
      `A model may hold at most ${parameterLimit} parameters. Received: ${parameters}.`,
    );
  }
  return {
    encoder,
    decoder,
    ...(sequence && { sequence }),
    ...(discriminator && { discriminator }),
    ...(classifier && { classifier }),
    prior,
    heads,
    variables,
    // Add new noise at the end: its index here identifies its stream, and older runs must resume with the same bits.
    noise: [
      ...encoder.noise,
      ...posteriorNoiseOf(spec),
      ...decoder.noise,
      ...inputNoise,
      ...extraNoise(spec),
    ],
    inputNoise,
    scalars: [
      ...(objective.capacity === undefined ? [] : (['capacity'] as const)),
      ...(spec.input?.kind === 'corrupted' ? (['corruption'] as const) : []),
      ...(objective.priorMatching === undefined ? [] : (['priorMatching'] as const)),
      ...(sequence?.samples === true ? (['scheduledSampling'] as const) : []),
    ],
  };
}

function networksOf(spec: ModelSpec): Pick<ModelDeclaration, 'encoder' | 'decoder' | 'sequence'> {
  const { architecture } = spec;
  if (isSequence(architecture)) {
    const sequence = planSequence(spec, architecture);
    const { variables, noise, steps } = declareSequenceNetworks(sequence);
    const nothing = { layers: [], variables: [], noise: [] };
    return {
      encoder: { ...nothing, variables, outputShape: spec.latentShape, steps },
      decoder: { ...nothing, noise, outputShape: spec.codec.shape },
      sequence,
    };
  }
  const encoder = declareNetwork(architecture.encoder, inferInputShape(spec), 'encoder');
  assertLatentShape(spec, encoder.outputShape);
  const decoder = declareNetwork(architecture.decoder, codeShapeOf(spec), 'decoder');
  if (decoder.outputShape.join() !== spec.codec.shape.join()) {
    throw new IncompatibleError(
      `The decoder must end in the codec's shape [${spec.codec.shape.join(', ')}]. Received: [${decoder.outputShape.join(', ')}].`,
    );
  }
  return { encoder, decoder };
}

/** The width of a condition, which is concatenated to the features and to the latent. */
export function conditionWidth(condition: ModelSpec['condition']): number {
  if (condition === null) return 0;
  return condition.kind === 'label' ? condition.classes : condition.size;
}

/** The shape of the decoder's input: the latent and the condition, or a codebook vector at each position. */
export function codeShapeOf({ bottleneck, latentShape, condition }: ModelSpec): readonly number[] {
  const codebook = codebookShapeOf(bottleneck);
  if (codebook !== null) return [...latentShape, codebook.size];
  return condition === null ? latentShape : [latentShape[0]! + conditionWidth(condition)];
}

function assertSteps(networks: readonly (NetworkDeclaration | undefined)[]): void {
  const steps = networks.reduce((sum, network) => sum + (network?.steps ?? 0), 0);
  if (steps <= recurrentStepLimit) return;
  throw new InvalidArgumentError(
    `The recurrent layers of a model may have at most ${recurrentStepLimit} steps together; shorten the sequences or take fewer layers. Received: ${steps}.`,
  );
}

function assertLatentShape(
  { bottleneck, latentShape }: ModelSpec,
  features: readonly number[],
): void {
  const codebook = codebookShapeOf(bottleneck);
  if (codebook !== null) {
    const [places, depth] = [features.slice(0, -1), features.at(-1)];
    if (depth === codebook.size && places.length > 0 && places.join() === latentShape.join())
      return;
    throw new IncompatibleError(
      `Features of a ${bottleneck.kind} bottleneck must be [...latentShape, size] = [${[...latentShape, codebook.size].join(', ')}]. Received: [${features.join(', ')}].`,
    );
  }
  const size = bottleneckSize(bottleneck);
  const identity = bottleneck.kind === 'deterministic' && bottleneck.head === 'identity';
  const expected = identity ? features : [size];
  if (latentShape.join() === expected.join() && sizeOf(expected) === size) return;
  const received = `Received: latentShape=[${latentShape.join(', ')}], bottleneck.size=${size}.`;
  throw new IncompatibleError(
    identity
      ? `The latent is the encoder's output [${features.join(', ')}], so latentShape must be that shape and bottleneck.size must be ${sizeOf(features)}; for another size, change architecture.encoder too. ${received}`
      : `latentShape must be [${size}] with bottleneck.size=${size}: change both. ${received}`,
  );
}

function assertParts({ codec, objective: { likelihood } }: ModelSpec): void {
  if (likelihood.kind !== 'categorical' || likelihood.parts === undefined) return;
  const sum = likelihood.parts.reduce((all, part) => all + part, 0);
  if (sum === codec.shape.at(-1)) return;
  throw new IncompatibleError(
    `The parts of a categorical likelihood must add up to the last axis of the codec's shape, ${codec.shape.at(-1)}. Received: ${sum}.`,
  );
}

/** Declares an auxiliary network on the latent. It learns together with the model. */
function declareHead(
  spec: ModelSpec,
  name: 'discriminator' | 'classifier',
  layers: readonly LayerSpec[],
  logits: number,
): NetworkDeclaration {
  const network = declareNetwork(layers, spec.latentShape, name);
  const stateful =
    network.noise.length > 0 || network.variables.some(({ trainable }) => !trainable);
  if (network.outputShape.join() !== String(logits) || stateful) {
    throw new IncompatibleError(
      `A ${name} must end in ${logits === 1 ? 'one logit' : `${logits} logits`} [${logits}], without dropout or batch normalisation. Received: [${network.outputShape.join(', ')}].`,
    );
  }
  return network;
}

function posteriorNoiseOf({ bottleneck, objective, latentShape }: ModelSpec): NoiseDeclaration[] {
  if (bottleneck.kind !== 'gaussian') return [];
  const { importanceSamples: k = 1 } = objective;
  const shape = k > 1 ? [k, ...latentShape] : latentShape;
  return [{ name: posteriorNoise, shape, distribution: 'normal' }];
}

function extraNoise({ bottleneck, objective, latentShape }: ModelSpec): NoiseDeclaration[] {
  if (bottleneck.kind === 'vq') {
    return [
      {
        name: revivalNoise,
        shape: [bottleneck.codebookSize],
        distribution: 'uniform',
        perStep: true,
      },
    ];
  }
  if (objective.priorMatching === undefined) return [];
  return [{ name: matchedNoise, shape: latentShape, distribution: 'normal' }];
}

function headsOf(bottleneck: BottleneckSpec): readonly string[] {
  if (isDiscrete(bottleneck)) return [];
  if (bottleneck.kind === 'gaussian') return ['mean', 'logVariance'];
  return bottleneck.head === 'dense' ? ['mean'] : [];
}

/** The codebook's vectors and the moving count of each vector's features; both are updated without a gradient. */
function codebookOf(bottleneck: BottleneckSpec): VariableDeclaration[] {
  if (bottleneck.kind !== 'vq') return [];
  const { codebookSize, size } = bottleneck;
  const fans = { fanIn: codebookSize, fanOut: size, trainable: false };
  return [
    {
      name: 'codebook/embedding',
      shape: [codebookSize, size],
      initializer: 'glorotUniform',
      ...fans,
    },
    { name: 'codebook/count', shape: [codebookSize], initializer: 'ones', ...fans },
  ];
}

/** Counts the trained parameters of a model. Running means and codebooks have no gradient, and are not counted. */
export function countParameters(spec: ModelSpec): number {
  return parametersOf(declareModel(spec).variables.filter((variable) => variable.trainable));
}

function parametersOf(variables: readonly VariableDeclaration[]): number {
  return variables.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}
