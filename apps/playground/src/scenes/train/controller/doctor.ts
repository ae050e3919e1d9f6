/** What is wrong with a training, if anything, from its state alone: one diagnosis, the worst first. */
import type { TrainingState } from '@speil/api';
import { isVariational } from '../../../worker/protocol/train';
import type { TrainLink } from './state';

export type Diagnosis =
  'waiting' | 'diverged' | 'collapsed' | 'dead' | 'rate' | 'overfitting' | 'narrow' | 'fine';

/** A dimension with a smaller mean KL, in nats, tells nothing about its item (Burda et al. 2016 use a variance of .01). */
const leastKl = 0.01;
/** Adam's steps are about as large as the learning rate, and weights here are about this large. */
const largestRate = 0.05;
/** Epochs over which held-out digits must have become worse while the others became better. */
const patience = 4;
/** A reconstruction that has lost so much of its best epoch, in nats, was thrown back by too large steps. */
const setback = 15;

export function diagnose(
  { status, epochs }: Pick<TrainingState, 'status' | 'epochs'>,
  { family, latents, learningRate }: Pick<TrainLink, 'family' | 'latents' | 'learningRate'>,
): Diagnosis {
  if (status === 'diverged') return 'diverged';
  const last = epochs.at(-1);
  if (!last?.validation) return 'waiting';
  if (learningRate >= largestRate) return 'rate';
  if (isVariational(family)) {
    const dead = deadDimensions(last.klPerDimension ?? []);
    if (dead === latents) return 'collapsed';
    if (dead > 0) return 'dead';
  }
  const best = Math.min(...epochs.map(({ train }) => train.reconstruction));
  if (last.train.reconstruction > best + setback) return 'rate';
  const before = epochs.at(-1 - patience);
  if (
    before?.validation &&
    last.validation.total > before.validation.total + 1 &&
    last.train.total < before.train.total
  ) {
    return 'overfitting';
  }
  if (!isVariational(family) && latents === 2) return 'narrow';
  return 'fine';
}

/** @returns the number of dimensions that are not used. */
export const deadDimensions = (klPerDimension: readonly number[]): number =>
  klPerDimension.filter((kl) => kl < leastKl).length;
