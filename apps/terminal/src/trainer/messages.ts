/**
 * What command, trainer and worker say to each other. The command starts the trainer (a process of its own) and asks over
 * IPC; the trainer runs the engine in a worker thread, since a step blocks, and keeps the run folder itself.
 */
import type { Command, DatasetRecord, Recipe, TrainingEvent, TrainingEventOf } from '@speil/api';

/** Which data, as asked for. */
export interface DataRequest {
  readonly name: string;
  /** Taken where `name` is not on this machine. */
  readonly fallback?: string;
  readonly dir?: string;
  /** Training examples; validation is held to as many. */
  readonly limit?: number;
  /** Of the training examples, held out to validate on; absent for the part that the data have for it. */
  readonly validationShare?: number;
}

/** The command's one message to the trainer. */
export interface TrainerRequest {
  readonly folder: string;
  readonly recipe: Recipe;
  readonly data: DataRequest;
  readonly engine: string;
  /** The command line, as one would type it. */
  readonly command?: string;
  readonly resume: boolean;
}

/** An error on its way through a channel that knows no classes. */
export interface ToldError {
  readonly message: string;
  /** Of a `SpeilError`; absent for an error that nobody expected. */
  readonly code?: string;
  /** Of a `UsageError`. */
  readonly usage?: true;
  readonly stack?: string;
}

/** What the trainer is doing before training begins, a few words; any number of them come before the reply. */
export interface TrainerPhase {
  readonly type: 'phase';
  readonly phase: string;
}

export type TrainerReply =
  /** Training begins; what a person should know, a line each. */
  | { readonly type: 'started'; readonly notices: readonly string[] }
  /** The run in the folder came to its end before. */
  | { readonly type: 'finished' }
  | { readonly type: 'refused'; readonly error: ToldError };

export interface PreparedData {
  readonly name: string;
  readonly train: DatasetRecord;
  readonly validation: DatasetRecord | null;
}

/** A checkpoint as it crosses the thread: plain bytes. */
export interface PortableCheckpoint {
  readonly step: number;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

export type ToWorker =
  | {
      readonly type: 'train';
      readonly checkpoint?: PortableCheckpoint;
      /** To be set again at the steps at which a person set it after the checkpoint. */
      readonly steering: readonly TrainingEventOf<'steer'>[];
    }
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'saved'; readonly id: number; readonly place: string };

export type FromWorker =
  | TrainerPhase
  | {
      readonly type: 'prepared';
      readonly data: PreparedData;
      readonly engine: string;
      readonly notices: readonly string[];
    }
  | { readonly type: 'event'; readonly event: TrainingEvent }
  | {
      readonly type: 'checkpoint';
      readonly id: number;
      readonly checkpoint: PortableCheckpoint;
      readonly best: boolean;
    }
  | {
      readonly type: 'sample';
      readonly id: number;
      readonly kind: string;
      readonly step: number;
      readonly png: Uint8Array;
    }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly error: ToldError };

export interface WorkerInput {
  readonly run: string;
  readonly recipe: Recipe;
  readonly data: DataRequest;
  readonly engine: string;
}
