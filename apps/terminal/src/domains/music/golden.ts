/** Golden outputs of a model of music. */
import type { MusicVae, NoteSequence } from '@speil/music';
import * as z from 'zod';
import { engineGoldensSchema, ownValues, type OwnValues } from '../engine-golden.js';
import { goldenBatchSchema, goldenDatasetSchema, goldenLatents, roundBatch } from '../golden.js';

const noteSchema = z.tuple([z.int(), z.int(), z.int()]);

export const musicGoldenSchema = z.strictObject({
  dataset: goldenDatasetSchema,
  mean: goldenBatchSchema,
  logVariance: goldenBatchSchema.optional(),
  latents: goldenBatchSchema,
  /** The most likely notes for each latent: pitch, first step, and last step plus one. */
  decoded: z.array(z.array(noteSchema).max(1e5)).max(64),
  engines: engineGoldensSchema,
});
export type MusicGolden = z.output<typeof musicGoldenSchema>;

/** Windows of generated songs, which are the same on every machine. */
interface GoldenWindows {
  readonly id: string;
  readonly fingerprint: string;
  sequence(index: number): NoteSequence;
}

export async function computeMusicGolden(
  model: Pick<MusicVae, 'spec' | 'encode' | 'decode'>,
  examples: GoldenWindows,
  indices?: readonly number[],
): Promise<MusicGolden> {
  return (await computeMusicOutputs(model, examples, indices)).golden;
}

/** As `computeMusicGolden`, with a few unrounded values of the engine's own. */
export async function computeMusicOutputs(
  model: Pick<MusicVae, 'spec' | 'encode' | 'decode'>,
  examples: GoldenWindows,
  indices: readonly number[] = [0, 100, 200, 300, 400],
): Promise<{ readonly golden: MusicGolden; readonly own: OwnValues }> {
  const posterior = await model.encode(indices.map((index) => examples.sequence(index)));
  if (posterior.kind === 'vq') throw new Error('A model of music has no codebook.');
  const latents = goldenLatents(model.spec.latentShape, indices.length);
  const decoded = await model.decode(latents);
  const golden: MusicGolden = {
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
  return { golden, own: ownValues(posterior) };
}
