/**
 * A whole model worked out from its spec: the layers with their names and shapes, the latent heads, every variable and
 * all noise. What does not fit together is refused here, before a byte is allocated.
 */
import { IncompatibleError, InvalidArgumentError, sizeOf } from '@speil/api';
import type { BottleneckSpec, LayerSpec, ModelSpec } from '@speil/api';
import type { NoiseDeclaration, VariableDeclaration } from './declarations.js';
import { affine, declareLayer } from './layers.js';

/** The most numbers that a model may hold (1 GB of float32): a file that asks for more is refused. */
export const parameterLimit = 250_000_000;

export interface DeclaredLayer {
  readonly spec: LayerSpec;
  readonly name: string;
}

export interface NetworkDeclaration {
  readonly layers: readonly DeclaredLayer[];
  readonly outputShape: readonly number[];
  readonly variables: readonly VariableDeclaration[];
  readonly noise: readonly NoiseDeclaration[];
}

export interface ModelDeclaration {
  readonly encoder: NetworkDeclaration;
  readonly decoder: NetworkDeclaration;
  /** Dense layers from the encoder's features to the latent parameters, by name. */
  readonly heads: readonly string[];
  readonly variables: readonly VariableDeclaration[];
  /** Noise that every training step takes. */
  readonly noise: readonly NoiseDeclaration[];
}

/** The noise of the reparameterised sample (Kingma & Welling 2014, section 2.4). */
export const posteriorNoise = 'posterior';

export function declareNetwork(
  layers: readonly LayerSpec[],
  inputShape: readonly number[],
  name: string,
): NetworkDeclaration {
  const variables: VariableDeclaration[] = [];
  const noise: NoiseDeclaration[] = [];
  const declared: DeclaredLayer[] = [];
  let shape = inputShape;
  layers.forEach((spec, index) => {
    const layer = { spec, name: `${name}/${index}` };
    const declaration = declareLayer(spec, shape, layer.name);
    declared.push(layer);
    variables.push(...declaration.variables);
    noise.push(...declaration.noise);
    shape = declaration.outputShape;
  });
  return { layers: declared, outputShape: shape, variables, noise };
}

/**
 * @throws InvalidArgumentError when layers do not fit each other or the model is over `parameterLimit`.
 * @throws IncompatibleError when the decoder does not end in the codec's shape or the family is another one.
 */
export function declareModel(spec: ModelSpec): ModelDeclaration {
  const { bottleneck } = spec;
  const family = bottleneck.kind === 'gaussian' ? 'vae' : 'ae';
  if (family !== spec.family) {
    throw new IncompatibleError(
      `A model of family '${spec.family}' cannot have a ${bottleneck.kind} bottleneck; that is family '${family}'.`,
    );
  }
  const encoder = declareNetwork(spec.architecture.encoder, spec.codec.shape, 'encoder');
  const identity = bottleneck.kind === 'point' && bottleneck.head === 'identity';
  const latentShape = identity ? encoder.outputShape : [bottleneck.size];
  if (spec.latentShape.join() !== latentShape.join() || sizeOf(latentShape) !== bottleneck.size) {
    throw new IncompatibleError(
      `latentShape must be [${latentShape.join(', ')}] with a bottleneck of size ${sizeOf(latentShape)}. Received: latentShape=[${spec.latentShape.join(', ')}], size=${bottleneck.size}.`,
    );
  }
  const decoder = declareNetwork(spec.architecture.decoder, spec.latentShape, 'decoder');
  if (decoder.outputShape.join() !== spec.codec.shape.join()) {
    throw new IncompatibleError(
      `The decoder must end in the codec's shape [${spec.codec.shape.join(', ')}]. Received: [${decoder.outputShape.join(', ')}].`,
    );
  }
  const features = sizeOf(encoder.outputShape);
  const heads = headsOf(bottleneck);
  const variables = [
    ...encoder.variables,
    ...heads.flatMap((head) =>
      affine(
        `bottleneck/${head}`,
        [features, bottleneck.size],
        features,
        bottleneck.size,
        bottleneck.size,
      ),
    ),
    ...decoder.variables,
  ];
  const size = parametersOf(variables);
  if (size > parameterLimit) {
    throw new InvalidArgumentError(
      `A model may hold at most ${parameterLimit} parameters. Received: ${size}.`,
    );
  }
  const sampled: NoiseDeclaration[] =
    bottleneck.kind === 'gaussian'
      ? [{ name: posteriorNoise, shape: spec.latentShape, distribution: 'normal' }]
      : [];
  return {
    encoder,
    decoder,
    heads,
    variables,
    noise: [...encoder.noise, ...sampled, ...decoder.noise],
  };
}

function headsOf(bottleneck: BottleneckSpec): readonly string[] {
  if (bottleneck.kind === 'gaussian') return ['mean', 'logVariance'];
  return bottleneck.head === 'dense' ? ['mean'] : [];
}

/** Trained parameters of a model; running means are not counted. */
export function countParameters(spec: ModelSpec): number {
  return parametersOf(declareModel(spec).variables.filter((variable) => variable.trainable));
}

function parametersOf(variables: readonly VariableDeclaration[]): number {
  return variables.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}
