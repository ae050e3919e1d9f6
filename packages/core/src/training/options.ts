/** The options of `train`. */
import type { Dataset, ModelSpec, TrainingEventOf, TrainingSettings } from '@speil/api';
import type { Engine, HostTensor } from '../engines/engine.js';
import type { TrainingControl } from './control.js';
import type { TrainingCheckpoint, TrainingHost } from './host.js';

export interface TrainOptions {
  /** The run's name, for its events. */
  readonly run: string;
  readonly recipe: string;
  readonly spec: ModelSpec;
  readonly settings: TrainingSettings;
  readonly engine: Engine;
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly host: TrainingHost;
  /** Values of variables to start from, such as those of `transferWeights`. Default: all are drawn from the seed. */
  readonly initial?: Readonly<Record<string, HostTensor>>;
  /** The checkpoint to resume. Seed, batch size and optimiser must be the same as in the run that wrote it. */
  readonly resume?: TrainingCheckpoint;
  /** Commands that the run received after it wrote `resume`. They are applied again at their steps. Default: none. */
  readonly steering?: readonly TrainingEventOf<'steer'>[];
  readonly control?: TrainingControl;
}
