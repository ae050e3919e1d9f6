/** What becomes of changes that a person made after the checkpoint from which a run is resumed. */
import type { TrainingEventOf } from '@speil/api';
import type { ResumedRun } from '@speil/runs';
import { formatCount } from './format.js';
import { describeCommand } from './plain.js';

/** @param step of the checkpoint. @returns one line, or none. */
export function describeSteering(
  { again, dropped }: ResumedRun['steering'],
  step: number,
): readonly string[] {
  const after = `after step ${formatCount(step)}`;
  return [
    ...(again.length === 0
      ? []
      : [`Changes made by hand ${after} are made again: ${listed(again)}.`]),
    ...(dropped.length === 0
      ? []
      : [
          `The run diverged, so changes made by hand ${after} are dropped: ${listed(dropped)}. Make them again with the dashboard's keys.`,
        ]),
  ];
}

function listed(events: readonly TrainingEventOf<'steer'>[]): string {
  return events
    .map(({ step, command }) => `${describeCommand(command)} (step ${formatCount(step)})`)
    .join(', ');
}
