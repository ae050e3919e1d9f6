/**
 * The host of a training run: it receives events, checkpoints and pictures. In Node it writes them to a run folder, in
 * a page it keeps them in memory. The loop itself uses neither a disk nor a screen.
 */
import type { Batch, EndReason, Losses, TrainingEvent } from '@speil/api';
import type { ModelInTraining } from './inspect.js';

/** The files that resume a run bit for bit; together they are also a model folder (model.json, weights.safetensors). */
export interface TrainingCheckpoint {
  /** Number of steps that were done. */
  readonly step: number;
  /** Its files by name. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** Items that training hands to its host to be shown, in the network's values. */
export type TrainingPicture =
  | {
      readonly kind: 'reconstructions';
      readonly step: number;
      /** `[count, ...shape]`. The originals and their reconstructions have the same order. */
      readonly originals: Batch;
      readonly reconstructions: Batch;
      /** The encoder's inputs, if they differ from the originals: corrupted, smaller or binary. */
      readonly inputs?: Batch;
    }
  | { readonly kind: 'samples'; readonly step: number; readonly samples: Batch };

/** Where a training leaves its events, checkpoints and pictures: a run folder, a page, a test. */
export interface TrainingHost {
  /** Receives an event of the run. */
  emit(event: TrainingEvent): void;
  /** Resolves to the folder inside the run when the checkpoint is safely stored. */
  saveCheckpoint(checkpoint: TrainingCheckpoint, info: { readonly best: boolean }): Promise<string>;
  /** Resolves to the picture's path inside the run. */
  saveSample(picture: TrainingPicture): Promise<string>;
  /**
   * Looks at the model, before the first step and after each one. The training goes on when this resolves; the model must
   * not be used later.
   */
  inspect?(model: ModelInTraining): Promise<void>;
}

/** How a training ended. */
export interface TrainingResult {
  /** Why it ended. */
  readonly reason: EndReason;
  /** One line on the reason, if the reason alone does not explain it. */
  readonly message?: string;
  /** Number of steps of the run, with those before it was resumed. */
  readonly steps: number;
  /** Number of epochs that were begun. The last one may be incomplete if the run was stopped. */
  readonly epochs: number;
  /** Mean over all training steps of this process, without validation and pictures; 0 if there were no steps. */
  readonly examplesPerSecond: number;
  /** Mean losses over the steps of the last epoch; null before the first step. */
  readonly train: Losses | null;
  /** Losses of the last epoch that was validated. */
  readonly validation: Losses | null;
}
