/**
 * A model as plain data: an architecture, a bottleneck and an objective. A family is a name for such a combination, not
 * code of its own.
 */
import * as z from 'zod';
import { architectureSchema } from './architecture.js';
import { inputSchema } from './input.js';
import { objectiveSchema } from './objective.js';
import { priorSchema } from './prior.js';

const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/u, 'lower-case letters, digits, . _ -');

export const codecSpecSchema = z.strictObject({
  /** The codec's id, such as `image`. */
  id: name,
  /** Shape of one item: `[height, width, channels]` for an image. */
  shape: z.array(z.int().min(1).max(16_384)).min(1).max(4),
  /** What a codec must know beside the shape; the package of the codec has the schema. */
  settings: z.record(z.string(), z.unknown()).optional(),
});
export type CodecSpec = z.infer<typeof codecSpecSchema>;

export const bottleneckSchema = z.discriminatedUnion('kind', [
  /** A plain code: the bottleneck of an autoencoder. */
  z.strictObject({
    kind: z.literal('deterministic'),
    /** Numbers in the code. */
    size: z.int().min(1).max(4096),
    /** `dense` maps the encoder's features to the code; with `identity` the features are the code, in their shape. */
    head: z.enum(['dense', 'identity']).default('dense'),
  }),
  /** A diagonal Gaussian with mean and log variance heads; sampled in training (Kingma & Welling 2014). */
  z.strictObject({ kind: z.literal('gaussian'), size: z.int().min(1).max(4096) }),
  /**
   * The nearest of a codebook's vectors at each place of the features `[..., size]` (van den Oord et al. 2017). The codebook
   * follows the features by moving averages (appendix A.1); `latentShape` is that of the indices.
   */
  z.strictObject({
    kind: z.literal('vq'),
    /** Numbers in a code vector: the features' last axis. */
    size: z.int().min(1).max(4096),
    /** Vectors in the codebook. */
    codebookSize: z.int().min(2).max(65_536),
    /** Weight of the squared distance that draws features to their latents. */
    commitment: z.number().min(0).max(1000).default(0.25),
    decay: z.number().gt(0).lt(1).default(0.99),
    /** A code whose moving count of features in a step falls below this becomes a feature of the batch. */
    reviveBelow: z.number().min(0).max(1000).default(0.5),
  }),
]);
z.globalRegistry.add(bottleneckSchema, { title: 'bottleneck' });
export type BottleneckSpec = z.output<typeof bottleneckSchema>;

export const conditionSchema = z.discriminatedUnion('kind', [
  /** One class of so many, as a one-hot vector; training takes the dataset's labels. */
  z.strictObject({ kind: z.literal('label'), classes: z.int().min(2).max(1000) }),
  /** Any numbers; training takes the dataset's conditions. */
  z.strictObject({ kind: z.literal('vector'), size: z.int().min(1).max(65_536) }),
]);
z.globalRegistry.add(conditionSchema, { title: 'condition' });
export type ConditionSpec = z.output<typeof conditionSchema>;

/** Names of combinations; `declareModel` of `@speil/core/spec` says which combination has which. */
export const familySchema = z.enum([
  'ae',
  'vae',
  'cvae',
  'iwae',
  'aae',
  'wae',
  'infovae',
  'vq-vae',
]);
export type Family = z.output<typeof familySchema>;

export const modelSpecSchema = z.strictObject({
  name,
  family: familySchema,
  codec: codecSpecSchema,
  latentShape: z.array(z.int().min(1).max(4096)).min(1).max(3),
  architecture: architectureSchema,
  bottleneck: bottleneckSchema,
  /** Absent: the standard normal for a gaussian bottleneck and for latents that are matched to a prior; none for others. */
  prior: priorSchema.optional(),
  objective: objectiveSchema,
  /** What encoder and decoder are told beside the item (Sohn et al. 2015); null for nothing. */
  condition: conditionSchema.nullable().default(null),
  /** What the encoder sees in training in the place of the item; absent for the item itself. */
  input: inputSchema.optional(),
});

/** Plain JSON that says all of a model but its weights. */
export type ModelSpec = z.output<typeof modelSpecSchema>;
/** What the tools of a latent space ask of a model, whatever its networks are. */
export type LatentSpec = Pick<ModelSpec, 'name' | 'latentShape'> & {
  readonly bottleneck: { readonly kind: BottleneckSpec['kind'] };
};
export type ModelSpecInput = z.input<typeof modelSpecSchema>;
