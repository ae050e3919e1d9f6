/** The worker's client for the Train scene. */
import type { Command, EndReason } from '@speil/api';
import type { OwnPlane } from '../protocol/own-model';
import type { TrainExchanges, TrainingPart, TrainingRequest } from '../protocol/train';
import type { ModelFolder } from '../protocol/own-model';
import { openWorkerClient } from './client';
import type { WorkerClientOptions } from './client';

export interface TrainOptions {
  readonly onPart: (part: TrainingPart) => void;
  /** Goes on from the last checkpoint up to this step, or from a folder. Default: from the beginning. */
  readonly from?: number | ModelFolder | undefined;
  /** The pixels of own pictures, which are copied to the worker. */
  readonly pixels?: Uint8Array | undefined;
}

export interface TrainClient {
  /**
   * Prepares a training in place of the one before; it waits for a `resume` or `step` command.
   *
   * @returns why it ended, when it has.
   */
  train(request: TrainingRequest, options: TrainOptions): Promise<EndReason>;
  /** @returns the model as it is now, with what resumes it. */
  checkpoint(): Promise<TrainExchanges['checkpoint']['answer']>;
  /** @returns the settings of the training that a folder continues. @throws if the page cannot train its model. */
  identify(files: ModelFolder): Promise<TrainExchanges['identify']['answer']>;
  /** @returns the plane of a model, with held-out pictures on it. */
  plane(question: TrainExchanges['plane']['question']): Promise<OwnPlane>;
  /** Sets how many steps are done in a second at most. Default: as many as possible. */
  pace(stepsPerSecond: number | undefined): void;
  /** Steers the training. */
  steer(command: Command): void;
  close(): void;
}

export function openTrainClient(options: Omit<WorkerClientOptions, 'opening'>): TrainClient {
  const client = openWorkerClient({ ...options, opening: 'training' });
  return {
    async train(request, { onPart, from, pixels }) {
      const question = {
        request,
        ...(from !== undefined && { from }),
        ...(pixels !== undefined && { pixels }),
      };
      return (await client.ask('train', question, onPart)).reason;
    },
    checkpoint: () => client.ask('checkpoint', undefined),
    identify: (files) => client.ask('identify', { files }),
    plane: (question) => client.ask('plane', question),
    pace(stepsPerSecond) {
      const question = stepsPerSecond === undefined ? {} : { stepsPerSecond };
      client.ask('pace', question).catch(() => undefined);
    },
    steer(command) {
      // A broken worker has already reported its failure.
      client.ask('steer', command).catch(() => undefined);
    },
    close: client.close,
  };
}
