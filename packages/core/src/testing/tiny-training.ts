/** Trainings of the tiny models, for tests. */
import type { TrainingEvent } from '@speil/api';
import type { Engine } from '../engines/engine.js';
import type { TrainOptions } from '../training/options.js';
import { memoryHost, tinyData, tinySettings, tinyVae, type MemoryHost } from './tiny.js';

/** Options of a training of a tiny VAE, with changes. */
export const tinyOptions = (
  engine: Engine,
  change: Partial<TrainOptions> = {},
): TrainOptions & { readonly host: MemoryHost } =>
  ({
    run: 'test',
    recipe: 'tiny',
    spec: tinyVae,
    settings: tinySettings(),
    engine,
    train: tinyData,
    validation: tinyData,
    host: memoryHost(),
    ...change,
  }) as never;

/** The events of one type. */
export const ofType = <K extends TrainingEvent['type']>(
  events: readonly TrainingEvent[],
  type: K,
): Extract<TrainingEvent, { type: K }>[] =>
  events.filter((event): event is Extract<TrainingEvent, { type: K }> => event.type === type);
