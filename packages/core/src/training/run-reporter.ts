/** Emits training events, and builds a checkpoint's training record and the run's result. */
import type { EndReason, ModelFile, TrainingEvent, TrainingEventOf } from '@speil/api';
import { countParameters } from '../model-spec/model.js';
import type { TrainingResult } from './host.js';
import type { TrainOptions } from './options.js';
import { isFiniteLosses, type Progress } from './progress.js';

export interface Ending {
  readonly reason: EndReason;
  readonly message?: string;
}

type EventWithoutTime = TrainingEvent extends infer E
  ? E extends TrainingEvent
    ? Omit<E, 'time'>
    : never
  : never;

export class RunReporter {
  readonly #options: TrainOptions;
  readonly #stepsPerEpoch: number;
  #trained = { examples: 0, seconds: 0 };

  constructor(options: TrainOptions, stepsPerEpoch: number) {
    this.#options = options;
    this.#stepsPerEpoch = stepsPerEpoch;
  }

  emit(event: EventWithoutTime): void {
    this.#options.host.emit({ ...event, time: Date.now() });
  }

  /** @param progress the progress at the start, or at the checkpoint from which the run resumes. */
  start({ step }: Progress): void {
    const { run, recipe, engine, settings, spec, train: data, validation } = this.#options;
    this.emit({
      type: 'run-start',
      run,
      recipe,
      engine: engine.name,
      seed: settings.seed,
      parameters: countParameters(spec),
      trainExamples: data.size,
      validationExamples: validation?.size ?? 0,
      batchSize: settings.batchSize,
      epochs: settings.epochs,
      stepsPerEpoch: this.#stepsPerEpoch,
      resumedFrom: step,
    });
  }

  /** Emits a step. Losses that are not finite end the run, and are not emitted. @param progress after this step. */
  step(
    { step }: Progress,
    event: Omit<TrainingEventOf<'step-end'>, 'type' | 'time' | 'step'>,
  ): void {
    this.#trained.examples += event.examples;
    this.#trained.seconds += event.seconds;
    if (isFiniteLosses(event.losses)) this.emit({ type: 'step-end', step, ...event });
  }

  /** Describes how the weights of a checkpoint were trained. */
  record({ step, lastTrain, lastValidation }: Progress): NonNullable<ModelFile['training']> {
    const { recipe, settings, engine, train: data } = this.#options;
    return {
      recipe,
      settings,
      dataset: { id: data.id, fingerprint: data.fingerprint, size: data.size },
      steps: step,
      epochs: Math.ceil(step / this.#stepsPerEpoch),
      engine: engine.name,
      train: lastTrain,
      validation: lastValidation,
    };
  }

  end({ step, lastTrain, lastValidation }: Progress, { reason, message }: Ending): TrainingResult {
    const details = message === undefined ? {} : { message };
    this.emit({ type: 'run-end', step, reason, ...details });
    const { examples, seconds } = this.#trained;
    return {
      reason,
      ...details,
      steps: step,
      epochs: Math.ceil(step / this.#stepsPerEpoch),
      examplesPerSecond: seconds > 0 ? examples / seconds : 0,
      train: lastTrain,
      validation: lastValidation,
    };
  }
}
