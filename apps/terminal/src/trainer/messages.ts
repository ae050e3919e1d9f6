/**
 * The messages between command, trainer and worker. The command starts the trainer (a separate process) and sends a
 * request over IPC. The trainer runs the engine in a worker thread, since a step blocks, and writes the run folder
 * itself.
 */
import type { Command, DatasetRecord, Recipe, TrainingEvent, TrainingEventOf } from '@speil/api';

/** The requested data. */
export interface DataRequest {
  readonly name: string;
  /** Used if `name` is not on this machine. */
  readonly fallback?: string;
  readonly dir?: string;
  /** The model that was made for the data. It is named at the end of the line that describes them. */
  readonly madeInto?: string;
  /** Upper bound on the training examples, and on the validation examples. */
  readonly limit?: number;
  /**
   * The examples to validate on: a share of the training examples, which are then not trained on; or `part` for the
   * dataset's validation part or, if it has none, its test part. Default: the validation part if there is one,
   * otherwise a tenth of the training examples.
   */
  readonly validation?: number | 'part';
}

/** The only message of the command to the trainer. */
export interface TrainerRequest {
  readonly folder: string;
  readonly recipe: Recipe;
  readonly data: DataRequest;
  readonly engine: string;
  /** The model whose weights are the initial ones: an absolute path, with `@best` or a step, or a name. */
  readonly from?: string;
  /** The command line, as a person would type it. */
  readonly command?: string;
  readonly resume: boolean;
}

/** An error as data, for a channel that does not transfer classes. */
export interface SerializedError {
  readonly message: string;
  /** The code of a `SpeilError`; absent for an unexpected error. */
  readonly code?: string;
  /** True for a `UsageError`. */
  readonly usage?: true;
  readonly stack?: string;
}

/** What the trainer is doing before training begins, in a few words. Any number of these messages precede the reply. */
export interface TrainerPhase {
  readonly type: 'phase';
  readonly phase: string;
}

export type TrainerReply =
  /** Training begins. The notices are for a person, one line each. */
  | { readonly type: 'started'; readonly notices: readonly string[] }
  /** The run in the folder was already complete. */
  | { readonly type: 'finished' }
  | { readonly type: 'refused'; readonly error: SerializedError };

export interface PreparedData {
  readonly name: string;
  readonly train: DatasetRecord;
  readonly validation: DatasetRecord | null;
  /** The share of the training examples that is held out; null if validation uses a part of the dataset. */
  readonly validationShare: number | null;
}

/** A checkpoint as plain bytes, for the other thread. */
export interface PortableCheckpoint {
  readonly step: number;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

export type ToWorker =
  | {
      readonly type: 'train';
      readonly checkpoint?: PortableCheckpoint;
      /** Settings that a person changed after the checkpoint, to be applied again at the same steps. */
      readonly steering: readonly TrainingEventOf<'steer'>[];
    }
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'saved'; readonly id: number; readonly path: string };

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
  | { readonly type: 'failed'; readonly error: SerializedError };

export interface WorkerInput {
  readonly run: string;
  readonly recipe: Recipe;
  readonly data: DataRequest;
  readonly engine: string;
  readonly from?: string;
}
