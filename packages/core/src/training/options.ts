/** What a training is given. */
import type { Dataset, ModelSpec, TrainingEventOf, TrainingSettings } from '@speil/api';
import type { Engine } from '../engines/engine.js';
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
  /** Goes on from here. Seed, batch size and optimiser must be those of the run. */
  readonly resume?: TrainingCheckpoint;
  /** What a person set by hand after the step of `resume`, to be set again at the same steps. Default: nothing. */
  readonly steering?: readonly TrainingEventOf<'steer'>[];
  readonly control?: TrainingControl;
}
