/**
 * The only training loop. Order, noise and schedules are functions of the seed and the step, and a checkpoint contains
 * everything else. So N steps, a kill and N more steps give the same bits as 2N steps without interruption.
 */
import type {
  Command,
  Dataset,
  Losses,
  ModelSpec,
  ScalarName,
  ScalarValues,
  TrainingEventOf,
} from '@speil/api';
import {
  AbortedError,
  DivergedError,
  IncompatibleError,
  InvalidArgumentError,
  scalarNames,
} from '@speil/api';
import type { HostTensor } from '../engines/engine.js';
import { assertBatchExtras, readBatchExtras } from '../autoencoder/batch-extras.js';
import { assertTakes } from '../latent-model/encode-dataset.js';
import { RunReporter, type Ending } from './run-reporter.js';
import { assertFinite, fromCheckpoint, toCheckpoint } from './checkpoint.js';
import { TrainingControl } from './control.js';
import { modelInTraining } from './inspect.js';
import type { TrainingResult } from './host.js';
import { validationLosses } from './losses.js';
import type { TrainOptions } from './options.js';
import { epochOrder, type EpochOrder } from './order.js';
import { picturesOf } from './pictures.js';
import { addStep, endEpoch, initialProgress, isFiniteLosses, type Progress } from './progress.js';
import { valueAt } from './schedules.js';
import { TrainingSession } from './session.js';
import { yieldToEventLoop } from '../engines/yield.js';

/**
 * Trains to the end, or until the run is stopped, diverges, or no longer improves.
 *
 * @throws InvalidArgumentError for an empty dataset; IncompatibleError if data, model and checkpoint do not match.
 *   Errors of the host end the run and are thrown.
 */
export async function train(options: TrainOptions): Promise<TrainingResult> {
  const { spec, settings } = options;
  assertTrainable(spec, options.train);
  const resumed = options.resume === undefined ? undefined : await fromCheckpoint(options.resume);
  if (resumed !== undefined && resumed.seed !== settings.seed) {
    throw new IncompatibleError(
      `The checkpoint was made with seed ${resumed.seed}. Received: seed=${settings.seed}.`,
    );
  }
  const session = new TrainingSession(options.engine, spec, settings, resumed, options.initial);
  try {
    return await new Run(options, session, resumed?.progress, resumed?.best).toEnd();
  } finally {
    session.dispose();
  }
}

/**
 * Asserts that a model can be trained on a dataset.
 *
 * @throws InvalidArgumentError for an empty dataset; IncompatibleError for items of another shape.
 */
export function assertTrainable(spec: ModelSpec, data: Dataset): void {
  if (data.size === 0) throw new InvalidArgumentError(`Dataset ${data.id} is empty.`);
  assertTakes(spec, data);
  assertBatchExtras(spec, data);
}

class Run {
  readonly #options: TrainOptions;
  readonly #session: TrainingSession;
  readonly #control: TrainingControl;
  readonly #reporter: RunReporter;
  readonly #stepsPerEpoch: number;
  readonly #totalSteps: number;
  #progress: Progress;
  #best: Readonly<Record<string, HostTensor>> | undefined;
  #savedAt: number;
  #order: { readonly epoch: number; readonly order: EpochOrder } | undefined;
  #stopping = false;
  /** The step before which the run pauses. */
  #pauseAt: number | undefined;
  /** Commands of an earlier process of this run that must still be applied again. */
  #steering: readonly TrainingEventOf<'steer'>[];

  constructor(
    options: TrainOptions,
    session: TrainingSession,
    progress: Progress | undefined,
    best: Readonly<Record<string, HostTensor>> | undefined,
  ) {
    this.#options = options;
    this.#session = session;
    this.#control = options.control ?? new TrainingControl();
    this.#stepsPerEpoch = Math.ceil(options.train.size / options.settings.batchSize);
    this.#totalSteps = this.#stepsPerEpoch * options.settings.epochs;
    this.#reporter = new RunReporter(options, this.#stepsPerEpoch);
    this.#progress = progress ?? initialProgress;
    this.#best = best;
    this.#savedAt = progress?.step ?? -1;
    this.#steering = options.steering ?? [];
  }

  async toEnd(): Promise<TrainingResult> {
    this.#reporter.start(this.#progress);
    try {
      const reason = await this.#loop();
      return this.#reporter.end(this.#progress, reason);
    } catch (error) {
      if (error instanceof DivergedError)
        return this.#reporter.end(this.#progress, this.#diverged(error));
      const message = error instanceof Error ? error.message : String(error);
      this.#reporter.emit({
        type: 'run-end',
        step: this.#progress.step,
        reason: 'failed',
        message,
      });
      throw error;
    }
  }

  #diverged({ message }: DivergedError): Ending {
    const advice = 'A lower learning rate or clipNorm may help.';
    const kept = `The checkpoint of step ${Math.max(0, this.#savedAt)} is sound.`;
    return {
      reason: 'diverged',
      message: `${message} ${kept} ${advice}`,
    };
  }

  async #loop(): Promise<Ending> {
    if (this.#progress.step === 0) await this.#save(false);
    await this.#inspect();
    // A run that was stopped during a validation must first end that epoch.
    if (this.#epochIsDone() && (await this.#closeEpoch())) return { reason: 'early-stopping' };
    while (this.#progress.step < this.#totalSteps || this.#epochIsDone()) {
      await this.#obey();
      if (this.#stopping) {
        await this.#save(false);
        return { reason: 'stopped' };
      }
      const losses = await this.#step();
      if (!isFiniteLosses(losses)) throw new DivergedError(`The loss became ${losses.total}.`);
      if (await this.#afterStep()) return { reason: 'early-stopping' };
      await yieldToEventLoop();
    }
    return { reason: 'completed' };
  }

  /** Whether all steps of an epoch are done, but the epoch has not been ended. */
  #epochIsDone(): boolean {
    const { step, sums } = this.#progress;
    return step % this.#stepsPerEpoch === 0 && sums.examples > 0;
  }

  /** Saves pictures and checkpoints and ends the epoch, each when due. @returns whether early stopping ends the run. */
  async #afterStep(): Promise<boolean> {
    const { settings } = this.#options;
    const { step } = this.#progress;
    const epochEnds = step % this.#stepsPerEpoch === 0;
    if (step % settings.sampleEverySteps === 0 || step === this.#totalSteps) {
      await this.#pictures();
    }
    await this.#inspect();
    if (!epochEnds) {
      if (step % settings.checkpoint.everySteps === 0) await this.#save(false);
      return false;
    }
    return await this.#closeEpoch();
  }

  /**
   * Validates and saves. A stop command during the validation takes effect immediately. The epoch then stays open, and
   * is ended when the run is resumed.
   *
   * @returns whether early stopping ends the run.
   */
  async #closeEpoch(): Promise<boolean> {
    const { settings } = this.#options;
    const { step } = this.#progress;
    let best: boolean;
    try {
      best = await this.#endEpoch();
    } catch (error) {
      if (error instanceof AbortedError && this.#control.stopping.aborted) return false;
      throw error;
    }
    const { patience } = settings.earlyStopping ?? { patience: Infinity };
    const stops = this.#progress.epochsWithoutGain >= patience;
    const ends = stops || step === this.#totalSteps;
    // If the run was stopped at this step, its checkpoint has an open epoch, so write a new one.
    this.#savedAt = -1;
    await this.#save(best, ends ? this.#best : undefined);
    return stops;
  }

  async #step(): Promise<Losses> {
    const { train: data, settings, spec } = this.#options;
    const done = this.#progress.step;
    const epoch = Math.floor(done / this.#stepsPerEpoch) + 1;
    if (this.#order?.epoch !== epoch) {
      const order = epochOrder(settings.seed, epoch, data.size, settings.batchSize);
      this.#order = { epoch, order };
    }
    const { order } = this.#order;
    const index = done % this.#stepsPerEpoch;
    const indices = order.batch(index);
    const x = await data.read(indices, { epoch });
    // The next epoch has another order, which is determined when it starts.
    if (index + 1 < this.#stepsPerEpoch) data.prefetch?.(order.batch(index + 1), { epoch });
    const extras = await readBatchExtras(spec, data, indices, { epoch });
    const scalars = this.#scalars();
    const { losses, gradientNorm, seconds } = await this.#session.step(
      { x, ...extras, places: indices },
      done,
      scalars,
    );
    const examples = x.shape[0]!;
    this.#progress = addStep(this.#progress, { examples, seconds, losses });
    this.#reporter.step(this.#progress, {
      epoch,
      examples,
      seconds,
      losses,
      ...scalars,
      ...(gradientNorm !== undefined && { gradientNorm }),
    });
    return losses;
  }

  #scalars(): ScalarValues {
    const { settings } = this.#options;
    const { step } = this.#progress;
    const held: Partial<Record<ScalarName, number | undefined>> = this.#progress.held;
    const values = scalarNames.flatMap((name) => {
      const schedule = settings[name];
      const value = held[name] ?? (schedule && valueAt(schedule, step, this.#totalSteps));
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(values) as ScalarValues;
  }

  async #endEpoch(): Promise<boolean> {
    const { validation: data, settings, spec } = this.#options;
    const { step, sums, lastTrain } = this.#progress;
    const epoch = step / this.#stepsPerEpoch;
    const evaluation =
      data && data.size > 0
        ? await this.#session.evaluate(data, this.#control.stopping)
        : undefined;
    const validation = evaluation
      ? validationLosses(evaluation, spec.objective, this.#scalars().beta)
      : null;
    const ended = endEpoch(this.#progress, epoch, validation, {
      beta: this.#progress.held.beta ?? valueAt(settings.beta, this.#totalSteps, this.#totalSteps),
      earlyStopping: settings.earlyStopping,
    });
    this.#progress = ended.progress;
    if (ended.best && settings.earlyStopping !== null) this.#best = await this.#session.variables();
    this.#reporter.emit({
      type: 'epoch-end',
      step,
      epoch,
      train: lastTrain!,
      validation,
      ...(evaluation && { klPerDimension: [...evaluation.klPerDimension] }),
      examplesPerSecond: sums.seconds > 0 ? sums.examples / sums.seconds : 0,
      score: ended.score,
      best: ended.best,
    });
    return ended.best;
  }

  /** @param model weights to publish instead of the current ones. A resumed run continues from the current weights. */
  async #save(best: boolean, model?: Readonly<Record<string, HostTensor>>): Promise<void> {
    const { step } = this.#progress;
    if (this.#savedAt === step) return;
    const variables = await this.#session.variables();
    assertFinite(variables);
    const checkpoint = toCheckpoint(
      this.#options.spec,
      {
        seed: this.#options.settings.seed,
        progress: this.#progress,
        variables,
        optimizer: await this.#session.optimizer(),
        best: this.#best,
        model,
      },
      this.#reporter.record(this.#progress),
    );
    const folder = await this.#options.host.saveCheckpoint(checkpoint, { best });
    this.#savedAt = step;
    this.#reporter.emit({ type: 'checkpoint', step, folder, best });
  }

  async #pictures(): Promise<void> {
    const { host, validation, train: data, settings, spec } = this.#options;
    const { step } = this.#progress;
    const source = validation && validation.size > 0 ? validation : data;
    for await (const picture of picturesOf(this.#session, source, { spec, settings, step })) {
      const file = await host.saveSample(picture);
      this.#reporter.emit({ type: 'sample', step, kind: picture.kind, file });
    }
  }

  async #inspect(): Promise<void> {
    const { host, spec } = this.#options;
    await host.inspect?.(modelInTraining(this.#session, spec, this.#progress.step));
  }

  /** Applies pending commands; waits while the run is paused. */
  async #obey(): Promise<void> {
    let paused = false;
    this.#steerAgain();
    if (this.#pauseAt === this.#progress.step) this.#control.send({ type: 'pause' });
    do {
      if (paused) await this.#control.waiting();
      for (const command of this.#control.take()) {
        this.#reporter.emit({ type: 'steer', step: this.#progress.step, command });
        if (command.type === 'pause') paused = true;
        else if (command.type === 'resume') {
          this.#pauseAt = undefined;
          paused = false;
        } else if (command.type === 'stop') this.#stopping = true;
        else if (command.type === 'checkpoint') await this.#save(false);
        else if (command.type === 'step') {
          this.#pauseAt = this.#progress.step + command.steps;
          paused = false;
        } else {
          // A newer command takes precedence.
          this.#steering = this.#steering.filter(({ command: old }) => !sameSetting(old, command));
          this.#hold(command);
        }
      }
    } while (paused && !this.#stopping);
  }

  /** Applies again the settings that an earlier process of this run had received by this step. */
  #steerAgain(): void {
    const { step } = this.#progress;
    const due = this.#steering.filter((event) => event.step <= step);
    this.#steering = this.#steering.filter((event) => event.step > step);
    for (const { command } of due) {
      if (command.type !== 'set') continue;
      this.#reporter.emit({ type: 'steer', step, command });
      this.#hold(command);
    }
  }

  #hold({ setting, value }: Extract<Command, { type: 'set' }>): void {
    const { [setting]: _, ...others } = this.#progress.held;
    const held = value === null ? others : { ...others, [setting]: value };
    this.#progress = { ...this.#progress, held };
  }
}

function sameSetting(a: Command, b: Command): boolean {
  return a.type === 'set' && b.type === 'set' && a.setting === b.setting;
}
