/**
 * What a published model of music says of a few windows, and the notes of a few latents: so that any machine can tell whether
 * it runs the model right. Written once when the model is packed, compared ever after.
 */
import { type Batch } from '@speil/api';
import { rounded, someLatents, type GoldenBatch } from './golden.js';

/** What a golden needs of a model of music, and of its examples. */
interface Plays<S> {
  readonly spec: { readonly latentShape: readonly number[] };
  encode(
    items: readonly S[],
  ): Promise<
    | { readonly kind: 'vq' }
    | { readonly kind: 'deterministic'; readonly mean: Batch }
    | { readonly kind: 'gaussian'; readonly mean: Batch; readonly logVariance: Batch }
  >;
  decode(latents: Batch): Promise<readonly S[]>;
}

interface Played {
  readonly notes?:
    | readonly {
        readonly pitch?: number | null;
        readonly quantizedStartStep?: number | null;
        readonly quantizedEndStep?: number | null;
      }[]
    | null;
}

export interface MusicGolden {
  readonly dataset: {
    readonly id: string;
    readonly fingerprint: string;
    readonly indices: readonly number[];
  };
  readonly mean: GoldenBatch;
  readonly logVariance?: GoldenBatch;
  readonly latents: GoldenBatch;
  /** Of each latent the likeliest notes: pitch, first step, last step and one. */
  readonly decoded: readonly (readonly (readonly [number, number, number])[])[];
}

/** @param examples of generated songs, which are the same on every machine. */
export async function musicGoldenOf<S extends Played>(
  model: Plays<S>,
  examples: {
    readonly id: string;
    readonly fingerprint: string;
    sequence(index: number): S;
  },
  indices: readonly number[] = [0, 100, 200, 300, 400],
): Promise<MusicGolden> {
  const posterior = await model.encode(indices.map((index) => examples.sequence(index)));
  if (posterior.kind === 'vq') throw new Error('A model of music has no codebook.');
  const latents = someLatents(model.spec.latentShape, indices.length);
  const decoded = await model.decode(latents);
  return {
    dataset: { id: examples.id, fingerprint: examples.fingerprint, indices },
    mean: rounded(posterior.mean),
    ...(posterior.kind === 'gaussian' && { logVariance: rounded(posterior.logVariance) }),
    latents: rounded(latents),
    decoded: decoded.map(({ notes }) =>
      (notes ?? []).map(
        ({ pitch, quantizedStartStep: from, quantizedEndStep: to }) =>
          [pitch ?? 0, from ?? 0, to ?? 0] as const,
      ),
    ),
  };
}
