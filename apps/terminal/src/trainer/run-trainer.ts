/**
 * The trainer: the process that owns a run. Its main thread handles the log, checkpoints, the status, the socket and
 * signals, and always answers at once, even while the engine's thread is busy. It needs no screen and continues after
 * the command that started it has ended.
 */
import { Worker } from 'node:worker_threads';
import { AbortedError, IncompatibleError } from '@speil/api';
import type { Command, RunConfig, TrainingEvent, TrainingEventOf } from '@speil/api';
import { RunWriter, readConfig } from '@speil/runs';
import { describeSteering } from '../report/steering.js';
import { answerCommand } from './commands.js';
import { serializeError, deserializeError } from './errors.js';
import type {
  FromWorker,
  PortableCheckpoint,
  ToWorker,
  TrainerPhase,
  TrainerReply,
  TrainerRequest,
} from './messages.js';
import { onEnding } from '../io/signals.js';
import { version } from '../io/version.js';

type Reply = (reply: TrainerReply | TrainerPhase) => void;

export class Trainer {
  readonly #request: TrainerRequest;
  readonly #run: RunWriter;
  readonly #worker: Worker;
  #signal: NodeJS.Signals | undefined;
  #ended = false;
  /** Whether the run has a log to which its end can be written. */
  #started = false;

  private constructor(request: TrainerRequest, run: RunWriter) {
    this.#request = request;
    this.#run = run;
    const { folder, recipe, data, engine, from } = request;
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: { run: folder, recipe, data, engine, ...(from !== undefined && { from }) },
    });
  }

  /**
   * Trains until the run ends.
   *
   * @param reply sends messages to the command that made the request: any number of phases, then the outcome once.
   * @throws the error that made the run fail, after it has been logged.
   */
  static async start(request: TrainerRequest, reply: Reply): Promise<void> {
    const run = RunWriter.open(request.folder);
    try {
      if (request.resume && run.finished() && !extendsRun(request)) {
        return reply({ type: 'finished' });
      }
      // This comes before the data are opened, which takes a while.
      if (!request.resume) run.refuseIfTaken();
      await new Trainer(request, run).#runToEnd(reply);
    } finally {
      await run.close();
    }
  }

  async #runToEnd(reply: Reply): Promise<void> {
    onEnding((signal) => this.#stop(signal));
    try {
      await new Promise<void>((resolve, reject) => {
        this.#worker.on('error', reject);
        this.#worker.on('exit', () => reject(new Error('The engine’s thread ended.')));
        this.#worker.on('message', (message: FromWorker) => {
          this.#handle(message, reply).then((done) => {
            if (done) resolve();
          }, reject);
        });
      });
    } catch (error) {
      this.#fail(error);
      throw error;
    } finally {
      this.#ended = true;
      await this.#worker.terminate();
    }
  }

  /** @returns whether the run has ended. */
  async #handle(message: FromWorker, reply: Reply): Promise<boolean> {
    switch (message.type) {
      case 'phase':
        reply(message);
        return false;
      case 'prepared':
        await this.#begin(message, reply);
        return false;
      case 'event':
        this.#emit(message.event);
        return false;
      case 'checkpoint': {
        const { id, checkpoint, best } = message;
        const { keep } = this.#request.recipe.training.checkpoint;
        const path = this.#run.saveCheckpoint(checkpoint, { best, keep });
        this.#post({ type: 'saved', id, path });
        return false;
      }
      case 'sample': {
        const { id, ...sample } = message;
        this.#post({ type: 'saved', id, path: this.#run.saveSample(sample) });
        return false;
      }
      case 'done':
        return true;
      case 'failed':
        throw deserializeError(message.error);
    }
  }

  async #begin(prepared: Extract<FromWorker, { type: 'prepared' }>, reply: Reply): Promise<void> {
    const notices = [...prepared.notices];
    let checkpoint: PortableCheckpoint | undefined;
    let steering: readonly TrainingEventOf<'steer'>[] = [];
    if (this.#request.resume) {
      const resumed = this.#run.resume((config) => this.#resumedConfig(config, prepared));
      steering = resumed.steering.again;
      notices.push(...resumed.warnings.map((warning) => `${warning} The one before it is used.`));
      if (resumed.checkpoint === undefined) {
        notices.push('There is no checkpoint yet: starting from the beginning.');
      } else {
        const { step, files } = resumed.checkpoint;
        checkpoint = { step, files };
        notices.push(...describeSteering(resumed.steering, step));
      }
    } else {
      this.#run.create(this.#config(prepared));
    }
    this.#started = true;
    await this.#run.listen((command) => this.#command(command));
    reply({ type: 'started', notices });
    this.#post({ type: 'train', steering, ...(checkpoint && { checkpoint }) });
  }

  #config({ data, engine }: Extract<FromWorker, { type: 'prepared' }>): RunConfig {
    const { recipe, data: request, from, command } = this.#request;
    const { dir, limit } = request;
    const { name, train, validation, validationShare } = data;
    const options = {
      ...(dir === undefined ? {} : { dir }),
      ...(limit === undefined ? {} : { limit }),
      ...(validationShare === null ? {} : { validationShare }),
    };
    return {
      format: 'speil-run',
      formatVersion: 1,
      recipe,
      data: { name, ...options, train, validation },
      ...(from === undefined ? {} : { from }),
      engine,
      ...(command === undefined ? {} : { command }),
      created: new Date().toISOString(),
      speil: version,
    };
  }

  /** The config of a resumed run, with the same data and with the settings that the command may change. */
  #resumedConfig(
    before: RunConfig,
    prepared: Extract<FromWorker, { type: 'prepared' }>,
  ): RunConfig {
    const { train } = prepared.data;
    if (
      before.data.train.fingerprint !== train.fingerprint ||
      before.data.train.size !== train.size
    ) {
      throw new IncompatibleError(
        `The run was trained on other data: ${before.data.train.id} with ${before.data.train.size} examples, sha256 ${before.data.train.fingerprint.slice(0, 8)}. Received: ${train.id} with ${train.size}, sha256 ${train.fingerprint.slice(0, 8)}.`,
      );
    }
    const { created, command } = before;
    return { ...this.#config(prepared), ...(command === undefined ? {} : { command }), created };
  }

  #emit(event: TrainingEvent): void {
    if (event.type === 'run-end') this.#ended = true;
    const interrupted = event.type === 'run-end' && event.reason === 'stopped' && this.#signal;
    this.#run.emit(interrupted ? { ...event, message: `Interrupted by ${interrupted}.` } : event);
  }

  #command(command: Command): string {
    const paused = this.#run.status.state === 'paused';
    const answer = answerCommand(command, { paused, ended: this.#ended });
    this.#post({ type: 'command', command });
    return answer;
  }

  #stop(signal: NodeJS.Signals): void {
    if (this.#signal !== undefined || !this.#started) {
      // Before the run exists, nothing can be lost. A second signal means to end at once: the last checkpoint is safe,
      // and the next trainer takes over the lock.
      this.#run.abandon();
      process.exit(130);
    }
    this.#signal = signal;
    this.#post({ type: 'command', command: { type: 'stop' } });
  }

  /** Logs the end of a failed run, if the disk can still be written. */
  #fail(error: unknown): void {
    const { step } = this.#run.status;
    if (this.#ended || !this.#started) return;
    const { message } = serializeError(error);
    this.#run.emitEnd({
      type: 'run-end',
      time: Date.now(),
      step,
      reason: error instanceof AbortedError ? 'stopped' : 'failed',
      message: message.slice(0, 2000),
    });
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}

/** Whether a run is to be trained for more epochs than before. */
function extendsRun({ folder, recipe }: TrainerRequest): boolean {
  return recipe.training.epochs > readConfig(folder).recipe.training.epochs;
}
