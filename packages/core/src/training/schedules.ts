/** Values that change over a run, as pure functions of the step. */
import { scheduleSchema, type Schedule, type TrainingSettings } from '@speil/api';

/** Steps of a `linear` schedule in a run: as specified, or half of the run if the run has fewer. */
function linearSteps(steps: number, totalSteps: number): number {
  return steps <= totalSteps ? steps : Math.max(1, Math.floor(totalSteps / 2));
}

/** Steps of a warm-up in a run: as specified, but at most a fifth of the run. */
function warmupOf(warmupSteps: number, totalSteps: number): number {
  return Math.min(warmupSteps, Math.floor(totalSteps / 5));
}

/**
 * Describes the schedules that are shortened because the run is too short for them, in one sentence each.
 *
 * @param totalSteps number of steps of the whole run.
 */
export function describeShortenedSchedules(
  settings: TrainingSettings,
  totalSteps: number,
): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    const schedule = scheduleSchema.safeParse(value).data;
    if (schedule?.kind === 'linear') {
      const steps = linearSteps(schedule.steps, totalSteps);
      if (steps === schedule.steps) return [];
      return [
        `${name} goes from ${schedule.from} to ${schedule.to} over ${stepsOf(steps)}, half of the run, since its ${schedule.steps} steps are more than the run's ${totalSteps}.`,
      ];
    }
    if (schedule?.kind !== 'cosine') return [];
    const steps = warmupOf(schedule.warmupSteps, totalSteps);
    if (steps === schedule.warmupSteps) return [];
    return [
      steps === 0
        ? `${name} does not warm up: a fifth of the run is less than a step.`
        : `${name} warms up over ${stepsOf(steps)}, a fifth of the run, instead of ${schedule.warmupSteps}.`,
    ];
  });
}

function stepsOf(count: number): string {
  return count === 1 ? '1 step' : `${count} steps`;
}

/**
 * The value of a schedule at a step.
 *
 * @param step number of steps before this one; 0 for the first step.
 * @param totalSteps number of steps of the whole run. `cosine` ends there, and its warm-up takes at most a fifth of the
 *   run. A `linear` schedule with more steps than the run ends at half of the run. `cyclical` divides the run into its
 *   cycles.
 */
export function valueAt(schedule: Schedule, step: number, totalSteps: number): number {
  switch (schedule.kind) {
    case 'constant':
      return schedule.value;
    case 'linear': {
      const steps = linearSteps(schedule.steps, totalSteps);
      const progress = Math.min(1, step / steps);
      return schedule.from + (schedule.to - schedule.from) * progress;
    }
    case 'exponential':
      return Math.max(schedule.floor, schedule.from * schedule.decay ** step);
    case 'cosine': {
      const { from, to } = schedule;
      const warmupSteps = warmupOf(schedule.warmupSteps, totalSteps);
      if (step < warmupSteps) return (from * (step + 1)) / warmupSteps;
      const progress = Math.min(1, (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
      return to + ((from - to) * (1 + Math.cos(Math.PI * progress))) / 2;
    }
    case 'cyclical': {
      const { from, to, cycles, rise } = schedule;
      const period = Math.max(1, totalSteps / cycles);
      // From the end of the run on, the value stays at `to`.
      const phase = step >= totalSteps ? 1 : (step % period) / period;
      return from + (to - from) * Math.min(1, phase / rise);
    }
    case 'approach':
      return schedule.to + (schedule.from - schedule.to) * schedule.decay ** step;
    case 'inverseSigmoid': {
      const { rate } = schedule;
      // Numerator and denominator are divided by exp(step / rate), which would overflow.
      return 1 / (1 + rate * Math.exp(-step / rate));
    }
  }
}
