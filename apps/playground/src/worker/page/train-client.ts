/** The worker's client for the Train scene. */
import type { Command, EndReason } from '@speil/api';
import type { TrainingPart, TrainingRequest } from '../protocol/train';
import { openWorkerClient } from './client';
import type { WorkerClientOptions } from './client';

export interface TrainClient {
  /**
   * Prepares a training in place of the one before; it waits for a `resume` or `step` command.
   *
   * @returns why it ended, when it has.
   */
  train(request: TrainingRequest, onPart: (part: TrainingPart) => void): Promise<EndReason>;
  /** Steers the training. */
  steer(command: Command): void;
  close(): void;
}

export function openTrainClient(options: Omit<WorkerClientOptions, 'opening'>): TrainClient {
  const client = openWorkerClient({ ...options, opening: 'training' });
  return {
    async train(request, onPart) {
      return (await client.ask('train', request, onPart)).reason;
    },
    steer(command) {
      // A broken worker has already reported its failure.
      client.ask('steer', command).catch(() => undefined);
    },
    close: client.close,
  };
}
