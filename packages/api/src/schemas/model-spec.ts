/**
 * A model as plain data: an architecture, a bottleneck and an objective. A family is a name for such a combination and
 * has no code of its own.
 */
import * as z from 'zod';
import { architectureSchema } from './architecture.js';
import { inputSchema } from './input.js';
import { objectiveSchema } from './objective.js';
import { priorSchema } from './prior.js';

const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/u, 'may have a-z, 0-9 and . _ - only');

/** Names a codec and the shape of an item in the network. */
export const codecSpecSchema = z.strictObject({
  /** The codec's id, such as `image`. */
  id: name,
  /** Shape of one item: `[height, width, channels]` for an image, `[rows, depth]` for music. */
  shape: z.array(z.int().min(1).max(16_384)).min(1).max(4),
  /** Settings of the codec other than its shape; the package of the codec has their schema. */
  settings: z.record(z.string(), z.unknown()).optional(),
});
/** A codec's spec, checked. */
export type CodecSpec = z.infer<typeof codecSpecSchema>;

/** How features become a latent: a point, a Gaussian, indices of a learned codebook, or quantised scalars. */
export const bottleneckSchema = z.discriminatedUnion('kind', [
  /** A latent without a distribution: the bottleneck of an autoencoder. */
  z.strictObject({
    kind: z.literal('deterministic'),
    /** Number of latent dimensions; a map of features may have many. */
    size: z.int().min(1).max(65_536),
    /**
     * `dense` maps the encoder's features to the latent; with `identity` the features are the latent, in their own
     * shape.
     */
    head: z.enum(['dense', 'identity']).default('dense'),
  }),
  /** A diagonal Gaussian with mean and log variance heads; sampled in training (Kingma & Welling 2014). */
  z.strictObject({
    kind: z.literal('gaussian'),
    /** Number of latent dimensions. */
    size: z.int().min(1).max(4096),
  }),
  /**
   * Replaces the features `[..., size]` at each position by the nearest vector of a codebook (van den Oord et al.
   * 2017). Moving averages of the features update the codebook (appendix A.1). `latentShape` is the shape of the
   * indices.
   */
  z.strictObject({
    kind: z.literal('vq'),
    /** Size of a codebook vector: the features' last axis. */
    size: z.int().min(1).max(4096),
    /** Number of vectors in the codebook. */
    codebookSize: z.int().min(2).max(65_536),
    /** Weight of the commitment loss, the squared distance from features to their codebook vectors. */
    commitment: z.number().min(0).max(1000).default(0.25),
    /** Share of the codebook's moving averages that each step keeps. */
    decay: z.number().gt(0).lt(1).default(0.99),
    /**
     * A codebook vector whose moving count of features per step falls below this is replaced by a feature of the
     * batch; 0 replaces none.
     */
    reviveBelow: z.number().min(0).max(1000).default(0.5),
  }),
  /**
   * Finite scalar quantisation (Mentzer et al. 2024): rounds each value of the features `[..., levels.length]` to one
   * of a few levels, so that every combination of levels is a code. No codebook is learned. `latentShape` is the shape
   * of the indices.
   */
  z.strictObject({
    kind: z.literal('fsq'),
    /** The number of levels of each value; their product is the number of codes, at most 65,536. */
    levels: z.array(z.int().min(2).max(256)).min(1).max(16).refine(isSmallProduct, {
      message: 'the product of the levels must be at most 65,536',
    }),
  }),
]);
z.globalRegistry.add(bottleneckSchema, { title: 'bottleneck' });
/** A bottleneck with its settings, checked. */
export type BottleneckSpec = z.output<typeof bottleneckSchema>;

function isSmallProduct(levels: readonly number[]): boolean {
  return levels.reduce((product, level) => product * level, 1) <= 65_536;
}

/** The codes that the indices of a discrete latent select. */
export interface CodebookShape {
  /** Number of values of a code. */
  readonly size: number;
  /** Number of codes. */
  readonly codebookSize: number;
}

/**
 * The size of a bottleneck's codebook and of its vectors; null for a bottleneck without one.
 *
 * @returns null for latents of real numbers.
 */
export function codebookShapeOf(bottleneck: BottleneckSpec): CodebookShape | null {
  if (bottleneck.kind === 'vq') return bottleneck;
  if (bottleneck.kind !== 'fsq') return null;
  const { levels } = bottleneck;
  return {
    size: levels.length,
    codebookSize: levels.reduce((product, level) => product * level, 1),
  };
}

/** Returns the number of latent dimensions or, for discrete latents, the number of values at each position. */
export function bottleneckSize(bottleneck: BottleneckSpec): number {
  return bottleneck.kind === 'fsq' ? bottleneck.levels.length : bottleneck.size;
}

/** Whether latents are indices of codes. */
export function isDiscrete<B extends Pick<BottleneckSpec, 'kind'>>(
  bottleneck: B,
): bottleneck is Extract<B, { readonly kind: 'vq' | 'fsq' }> {
  return bottleneck.kind === 'vq' || bottleneck.kind === 'fsq';
}

/** What encoder and decoder receive in addition to the item: a class or a vector. */
export const conditionSchema = z.discriminatedUnion('kind', [
  /** One of several classes, as a one-hot vector; training uses the dataset's labels. */
  z.strictObject({
    kind: z.literal('label'),
    /** Number of classes. */
    classes: z.int().min(2).max(1000),
  }),
  /** Any vector; training uses the dataset's conditions. */
  z.strictObject({
    kind: z.literal('vector'),
    /** Length of the vector. */
    size: z.int().min(1).max(65_536),
  }),
]);
z.globalRegistry.add(conditionSchema, { title: 'condition' });
/** A condition, checked. */
export type ConditionSpec = z.output<typeof conditionSchema>;

/** Names of combinations; `declareModel` of `@speil/core/spec` defines which combination has which name. */
export const familySchema = z.enum([
  'ae',
  'vae',
  'cvae',
  'iwae',
  'aae',
  'wae',
  'infovae',
  'vq-vae',
  'fsq-vae',
]);
/** The name of a combination of bottleneck, condition and objective. */
export type Family = z.output<typeof familySchema>;

/** A model as plain data: codec, architecture, bottleneck, prior, objective, condition, input. */
export const modelSpecSchema = z.strictObject({
  /** Names the model in files and reports: lower-case letters, digits, `.`, `_` and `-`. */
  name,
  /** The name of the family. It must agree with the combination of bottleneck, condition and objective. */
  family: familySchema,
  /** How an item becomes a tensor. */
  codec: codecSpecSchema,
  /**
   * Shape of a latent: `[size]` of the bottleneck, the features' shape with `identity`, or that of the indices for
   * `vq` and `fsq`.
   */
  latentShape: z.array(z.int().min(1).max(4096)).min(1).max(3),
  /** The networks on both sides of the bottleneck. */
  architecture: architectureSchema,
  /** How the encoder's features become a latent. */
  bottleneck: bottleneckSchema,
  /**
   * The distribution of latents before any data. If it is left out: the standard normal for a gaussian bottleneck and
   * for latents that are matched to a prior; otherwise no prior.
   */
  prior: priorSchema.optional(),
  /** What training minimises. */
  objective: objectiveSchema,
  /** What encoder and decoder receive in addition to the item (Sohn et al. 2015); null for nothing. */
  condition: conditionSchema.nullable().default(null),
  /** The encoder's input in training, if it is not the item itself. */
  input: inputSchema.optional(),
});

/** Plain JSON that describes a model completely, except for its weights. */
export type ModelSpec = z.output<typeof modelSpecSchema>;
/** The part of a spec that the latent tools need, whatever the networks of the model are. */
export type LatentSpec = Pick<ModelSpec, 'name' | 'latentShape'> & {
  readonly bottleneck: { readonly kind: BottleneckSpec['kind'] };
};
/** A model's spec as it is written: settings with defaults may be absent. */
export type ModelSpecInput = z.input<typeof modelSpecSchema>;
