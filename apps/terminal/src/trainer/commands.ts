/** The trainer's answer to a command: a confirmation, or a refusal with its reason. */
import { IncompatibleError } from '@speil/api';
import type { Command } from '@speil/api';
import { describeCommand } from '../report/plain.js';

/** @throws IncompatibleError if the command does not apply now. */
export function answerCommand(
  command: Command,
  { paused, ended }: { readonly paused: boolean; readonly ended: boolean },
): string {
  if (ended) throw new IncompatibleError('The run has ended.');
  switch (command.type) {
    case 'pause':
      if (paused) throw new IncompatibleError('The run is paused already.');
      return 'Pausing after this step.';
    case 'resume':
      if (!paused) throw new IncompatibleError('The run is not paused.');
      return 'Resuming.';
    case 'step':
      return command.steps === 1
        ? 'Pausing after one more step.'
        : `Pausing after ${command.steps.toLocaleString('en-US')} more steps.`;
    case 'stop':
      return 'Stopping after this step, with a checkpoint.';
    case 'checkpoint':
      return 'Writing a checkpoint after this step.';
    case 'set':
      return `From the next step on: ${describeCommand(command)}.`;
  }
}
