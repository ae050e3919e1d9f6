/** Golden outputs of a model of music. */
import type { MusicVae, NoteSequence } from '@speil/music';
import * as z from 'zod';
import { goldenBatchSchema, goldenDatasetSchema, goldenLatents, roundBatch } from '../golden.js';

const noteSchema = z.tuple([z.int(), z.int(), z.int()]);

export const musicGoldenSchema = z.strictObject({
  dataset: goldenDatasetSchema,
  mean: goldenBatchSchema,
  logVariance: goldenBatchSchema.optional(),
  latents: goldenBatchSchema,
  /** The most likely notes for each latent: pitch, first step, and last step plus one. */
  decoded: z.array(z.array(noteSchema).max(1e5)).max(64),
});
export type MusicGolden = z.output<typeof musicGoldenSchema>;

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
    dataset: { id: examples.id, fingerprint: examples.fingerprint, indices: [...indices] },
    mean: roundBatch(posterior.mean),
    ...(posterior.kind === 'gaussian' && { logVariance: roundBatch(posterior.logVariance) }),
    latents: roundBatch(latents),
    decoded: decoded.map(({ notes }) =>
      (notes ?? []).map(
        ({ pitch, quantizedStartStep: from, quantizedEndStep: to }): [number, number, number] => [
          pitch ?? 0,
          from ?? 0,
          to ?? 0,
        ],
      ),
    ),
  };
}
