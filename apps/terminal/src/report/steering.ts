/** Reports what happens to settings that a person changed after the checkpoint from which a run is resumed. */
import type { TrainingEventOf } from '@speil/api';
import type { ResumedRun } from '@speil/runs';
import { formatCount } from './format.js';
import { describeCommand } from './plain.js';

/** @param step the step of the checkpoint. @returns a line for each kind of settings; none if there are no settings. */
export function describeSteering(
  { again, dropped }: ResumedRun['steering'],
  step: number,
): readonly string[] {
  const after = `after step ${formatCount(step)}`;
  return [
    ...(again.length === 0
      ? []
      : [`Settings changed by hand ${after} are applied again: ${listed(again)}.`]),
    ...(dropped.length === 0
      ? []
      : [
          `The run diverged, so settings changed by hand ${after} are dropped: ${listed(dropped)}. Change them again with the dashboard's keys.`,
        ]),
  ];
}

function listed(events: readonly TrainingEventOf<'steer'>[]): string {
  return events
    .map(({ step, command }) => `${describeCommand(command)} (step ${formatCount(step)})`)
    .join(', ');
}
