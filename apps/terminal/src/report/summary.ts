/**
 * Summarises a run from its log, as the last output of `speil train --json`. It depends only on the log, so a run that
 * ended long ago gives the same object.
 */
import type { Losses, TrainingEvent, TrainingEventOf } from '@speil/api';

export interface RunSummaryLine {
  /** The run folder. */
  readonly run: string;
  readonly steps: number;
  /** Number of epochs that have begun. */
  readonly epochs: number;
  /** The speed of training steps alone, in the last process of the run. */
  readonly examplesPerSecond: number;
  /** Mean over the steps of the last epoch, in nats per item; null before the first step. */
  readonly train: Losses | null;
  /** The losses of the last epoch that was validated. */
  readonly validation: Losses | null;
}

export function summariseRun(run: string, events: readonly TrainingEvent[]): RunSummaryLine {
  const steps = events.filter((event) => event.type === 'step-end');
  const epochs = events.filter((event) => event.type === 'epoch-end');
  const last = steps.at(-1);
  const ended = epochs.findLast(({ epoch }) => epoch === last?.epoch);
  const started = events.findLastIndex(({ type }) => type === 'run-start');
  const recent = events.slice(started).filter((event) => event.type === 'step-end');
  const validated = epochs.findLast(({ validation }) => validation !== null);
  return {
    run,
    steps: last?.step ?? 0,
    epochs: last?.epoch ?? 0,
    examplesPerSecond: speedOf(recent.length > 0 ? recent : steps),
    train: ended?.train ?? meanOf(steps.filter(({ epoch }) => epoch === last?.epoch)),
    validation: validated?.validation ?? null,
  };
}

function speedOf(steps: readonly TrainingEventOf<'step-end'>[]): number {
  const sum = (of: (step: TrainingEventOf<'step-end'>) => number): number =>
    steps.reduce((total, step) => total + of(step), 0);
  const seconds = sum((step) => step.seconds);
  return seconds > 0 ? sum((step) => step.examples) / seconds : 0;
}

function meanOf(steps: readonly TrainingEventOf<'step-end'>[]): Losses | null {
  const examples = steps.reduce((sum, step) => sum + step.examples, 0);
  if (examples === 0) return null;
  const mean = (of: (losses: Losses) => number): number =>
    steps.reduce((sum, step) => sum + of(step.losses) * step.examples, 0) / examples;
  return {
    total: mean(({ total }) => total),
    reconstruction: mean(({ reconstruction }) => reconstruction),
    kl: mean(({ kl }) => kl),
  };
}
