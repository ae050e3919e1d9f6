/** Shows a run as one line, for a command that trains several: its progress and the time left. */
import { initialTrainingState, reduceTraining, totalSteps } from '@speil/api';
import type { TrainingEvent } from '@speil/api';
import type { Io } from '../io/io.js';

/** @returns a function that takes every event of a run. */
export function progressReporter(
  name: string,
  { progress }: Pick<Io, 'progress'>,
): (event: TrainingEvent) => void {
  let state = initialTrainingState;
  return (event) => {
    state = reduceTraining(state, event);
    if (event.type === 'run-end') progress.end();
    else progress.update(`training ${name}`, state.step, totalSteps(state));
  };
}
