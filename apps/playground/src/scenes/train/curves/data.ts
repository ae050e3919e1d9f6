/** The curves of a training as columns over common steps. */
import type { TrainingState } from '@speil/api';

type Column = (number | null)[];

/** Steps, and the values of each curve at these steps; null where it has none. */
export interface CurveColumns {
  readonly steps: number[];
  readonly total: Column;
  readonly reconstruction: Column;
  readonly kl: Column;
  /** Of held-out items. */
  readonly validation: Column;
  readonly validationKl: Column;
}

/** Each step of the curve and of the ends of epochs, once and in order. */
export function columnsOf({
  curve,
  epochs,
}: Pick<TrainingState, 'curve' | 'epochs'>): CurveColumns {
  const points = new Map(curve.map((point) => [point.step, point]));
  const ends = new Map(epochs.map((epoch) => [epoch.step, epoch]));
  const steps = [...new Set([...points.keys(), ...ends.keys()])].sort((a, b) => a - b);
  const of = (read: (step: number) => number | undefined): Column =>
    steps.map((step) => read(step) ?? null);
  return {
    steps,
    total: of((step) => points.get(step)?.total),
    reconstruction: of((step) => points.get(step)?.reconstruction),
    kl: of((step) => points.get(step)?.kl),
    validation: of((step) => ends.get(step)?.validation?.total),
    validationKl: of((step) => ends.get(step)?.validation?.kl),
  };
}
