/**
 * The progress of a run: its step, the sums of the current epoch, and the best epoch. It is plain data, and is written
 * into every checkpoint, so that a resumed run reports exactly the same means.
 */
import {
  combineLosses,
  heldScalarsSchema,
  lossesSchema,
  type Losses,
  type TrainingSettings,
} from '@speil/api';
import * as z from 'zod';

const sumsSchema = z.object({ examples: z.number(), seconds: z.number(), losses: lossesSchema });

export const progressSchema = z.object({
  step: z.int().min(0),
  /** Sums of the current epoch. */
  sums: sumsSchema,
  lastTrain: lossesSchema.nullable(),
  lastValidation: lossesSchema.nullable(),
  best: z.object({ losses: lossesSchema, epoch: z.int() }).nullable(),
  epochsWithoutGain: z.int().min(0),
  /** Scalars that the user has set. */
  held: heldScalarsSchema,
});
export type Progress = z.infer<typeof progressSchema>;

const zero: Losses = { total: 0, reconstruction: 0, kl: 0 };
const noSums = { examples: 0, seconds: 0, losses: zero };

export const initialProgress: Progress = {
  step: 0,
  sums: noSums,
  lastTrain: null,
  lastValidation: null,
  best: null,
  epochsWithoutGain: 0,
  held: {},
};

export function addStep(
  progress: Progress,
  { examples, seconds, losses }: { examples: number; seconds: number; losses: Losses },
): Progress {
  const { sums } = progress;
  const add = (a: number, b: number): number => a + b * examples;
  const summed = {
    examples: sums.examples + examples,
    seconds: sums.seconds + seconds,
    losses: combineLosses(sums.losses, losses, add),
  };
  return { ...progress, step: progress.step + 1, sums: summed, lastTrain: meanLosses(summed) };
}

/**
 * Ends an epoch: resets the sums, and compares the epoch's losses with those of the best epoch. These are validation
 * losses if there is a validation. The two scores use the same beta, because the total also changes when only beta
 * changes.
 *
 * @param beta the weight of the KL at the end of the run.
 * @returns the next progress, the epoch's score (lower is better) and whether it is the best so far.
 */
export function endEpoch(
  progress: Progress,
  epoch: number,
  validation: Losses | null,
  { beta, earlyStopping }: { beta: number; earlyStopping: TrainingSettings['earlyStopping'] },
): { progress: Progress; score: number; best: boolean } {
  const losses = validation ?? progress.lastTrain ?? zero;
  // An importance-weighted run is scored by its bound, which is not the sum of the two parts.
  const score = ({ reconstruction, kl, extras }: Losses): number =>
    extras?.['bound'] === undefined ? reconstruction + beta * kl : -extras['bound'];
  const { best } = progress;
  const gained =
    best === null || score(losses) < score(best.losses) - (earlyStopping?.minDelta ?? 0);
  return {
    score: score(losses),
    best: gained,
    progress: {
      ...progress,
      sums: noSums,
      lastValidation: validation ?? progress.lastValidation,
      best: gained ? { losses, epoch } : best,
      epochsWithoutGain: gained ? 0 : progress.epochsWithoutGain + 1,
    },
  };
}

export function isFiniteLosses({ total, reconstruction, kl, extras = {} }: Losses): boolean {
  return [total, reconstruction, kl, ...Object.values(extras)].every(Number.isFinite);
}

function meanLosses({ examples, losses }: Progress['sums']): Losses {
  return combineLosses(losses, losses, (sum) => sum / examples);
}
