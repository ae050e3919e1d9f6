/**
 * Computes `status.json` from the events of a run. It contains the run's progress, so that the log need not be read.
 */
import * as os from 'node:os';
import type { RunStatus, TrainingEvent } from '@speil/api';

export type StatusBody = Omit<RunStatus, 'heartbeat' | 'memory'>;

export function startingStatus(): StatusBody {
  return {
    state: 'starting',
    pid: process.pid,
    host: os.hostname(),
    step: 0,
    steps: 0,
    epoch: 0,
    epochs: 0,
    train: null,
    validation: null,
  };
}

/** The status after an event. Never modifies its arguments. */
export function reduceStatus(status: StatusBody, event: TrainingEvent): StatusBody {
  switch (event.type) {
    case 'run-start': {
      const { message: _, ...rest } = status;
      const { epochs, stepsPerEpoch, resumedFrom } = event;
      return {
        ...rest,
        state: 'running',
        step: resumedFrom,
        epochs,
        steps: epochs * stepsPerEpoch,
      };
    }
    case 'step-end': {
      const { step, epoch, losses } = event;
      // After the end of an epoch, use the means over the epoch instead of the losses of a step.
      return { ...status, step, epoch, train: epoch === 1 ? losses : status.train };
    }
    case 'epoch-end': {
      const { step, epoch, train, validation, best, score } = event;
      const lowest = best && score !== undefined ? { best: score } : {};
      return { ...status, step, epoch, train, validation, ...lowest };
    }
    case 'steer':
      if (event.command.type === 'pause') return { ...status, state: 'paused' };
      return event.command.type === 'resume' ? { ...status, state: 'running' } : status;
    case 'run-end': {
      const { step, reason, message } = event;
      return { ...status, step, state: reason, ...(message === undefined ? {} : { message }) };
    }
    case 'sample':
    case 'checkpoint':
      return status;
  }
}

/** Whether the status must be written immediately after this event, instead of at the next heartbeat. */
export function changesState(event: TrainingEvent): boolean {
  return event.type !== 'step-end' && event.type !== 'sample';
}
