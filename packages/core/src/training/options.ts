/** The options of `train`. */
import type { Dataset, ModelSpec, TrainingEventOf, TrainingSettings } from '@speil/api';
import type { Engine, HostTensor } from '../engines/engine.js';
import type { TrainingControl } from './control.js';
import type { TrainingCheckpoint, TrainingHost } from './host.js';

/** What a training needs. */
export interface TrainOptions {
  /** The run's name, for its events. */
  readonly run: string;
  /** The recipe's name, for its events and for the model file. */
  readonly recipe: string;
  /** The model to train. */
  readonly spec: ModelSpec;
  /** How it is trained. */
  readonly settings: TrainingSettings;
  /** What executes the steps. */
  readonly engine: Engine;
  /** The examples to train on. */
  readonly train: Dataset;
  /** The examples that the best epoch is chosen by. Default: none. */
  readonly validation?: Dataset;
  /** Receives events, checkpoints and pictures. */
  readonly host: TrainingHost;
  /** Values of variables to start from, such as those of `transferWeights`. Default: all are drawn from the seed. */
  readonly initial?: Readonly<Record<string, HostTensor>>;
  /** The checkpoint to resume. Seed, batch size and optimiser must be the same as in the run that wrote it. */
  readonly resume?: TrainingCheckpoint;
  /** Commands that the run received after it wrote `resume`. They are applied again at their steps. Default: none. */
  readonly steering?: readonly TrainingEventOf<'steer'>[];
  /** Steers the run while it trains. Default: nobody does. */
  readonly control?: TrainingControl;
}
