/** Values that change over a run, as pure functions of the step. */
import type { Schedule } from '@speil/api';

/**
 * @param step steps done before this one: 0 for the first.
 * @param totalSteps of the whole run: `cosine` ends there, its warm-up after a fifth of it at the latest, `linear` at its
 *   half at the latest; `cyclical` divides it.
 */
export function valueAt(schedule: Schedule, step: number, totalSteps: number): number {
  switch (schedule.kind) {
    case 'constant':
      return schedule.value;
    case 'linear': {
      const steps = Math.min(schedule.steps, Math.max(1, Math.floor(totalSteps / 2)));
      const progress = Math.min(1, step / steps);
      return schedule.from + (schedule.to - schedule.from) * progress;
    }
    case 'exponential':
      return Math.max(schedule.floor, schedule.from * schedule.decay ** step);
    case 'cosine': {
      const { from, to } = schedule;
      const warmupSteps = Math.min(schedule.warmupSteps, Math.floor(totalSteps / 5));
      if (step < warmupSteps) return (from * (step + 1)) / warmupSteps;
      const progress = Math.min(1, (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
      return to + ((from - to) * (1 + Math.cos(Math.PI * progress))) / 2;
    }
    case 'cyclical': {
      const { from, to, cycles, rise } = schedule;
      const period = Math.max(1, totalSteps / cycles);
      // After the last cycle's rise it stays, where a run is made longer.
      const phase = step >= totalSteps ? 1 : (step % period) / period;
      return from + (to - from) * Math.min(1, phase / rise);
    }
    case 'approach':
      return schedule.to + (schedule.from - schedule.to) * schedule.decay ** step;
    case 'inverseSigmoid': {
      const { rate } = schedule;
      // exp(step / rate) divided out: it overflows.
      return 1 / (1 + rate * Math.exp(-step / rate));
    }
  }
}
