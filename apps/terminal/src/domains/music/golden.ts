/** Golden outputs of a model of music. */
import type { MusicVae, NoteSequence } from '@speil/music';
import { goldenLatents, roundBatch, type GoldenBatch, type GoldenDataset } from '../golden.js';

export interface MusicGolden {
  readonly dataset: GoldenDataset;
  readonly mean: GoldenBatch;
  readonly logVariance?: GoldenBatch;
  readonly latents: GoldenBatch;
  /** The most likely notes for each latent: pitch, first step, and last step plus one. */
  readonly decoded: readonly (readonly (readonly [number, number, number])[])[];
}

/** @param examples windows of generated songs, which are the same on every machine. */
export async function computeMusicGolden(
  model: Pick<MusicVae, 'spec' | 'encode' | 'decode'>,
  examples: {
    readonly id: string;
    readonly fingerprint: string;
    sequence(index: number): NoteSequence;
  },
  indices: readonly number[] = [0, 100, 200, 300, 400],
): Promise<MusicGolden> {
  const posterior = await model.encode(indices.map((index) => examples.sequence(index)));
  if (posterior.kind === 'vq') throw new Error('A model of music has no codebook.');
  const latents = goldenLatents(model.spec.latentShape, indices.length);
  const decoded = await model.decode(latents);
  return {
    dataset: { id: examples.id, fingerprint: examples.fingerprint, indices },
    mean: roundBatch(posterior.mean),
    ...(posterior.kind === 'gaussian' && { logVariance: roundBatch(posterior.logVariance) }),
    latents: roundBatch(latents),
    decoded: decoded.map(({ notes }) =>
      (notes ?? []).map(
        ({ pitch, quantizedStartStep: from, quantizedEndStep: to }) =>
          [pitch ?? 0, from ?? 0, to ?? 0] as const,
      ),
    ),
  };
}
