/**
 * The state of the dashboard, outside React: the reducer's state, the trainer's status, and the newest pictures.
 * Hundreds of events may arrive per second; listeners are notified at most ten times per second.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { initialTrainingState, isSpeilError, reduceTraining } from '@speil/api';
import type {
  Command,
  RunConfig,
  RunStatus,
  Steering,
  TrainingEvent,
  TrainingState,
} from '@speil/api';
import { decodePng } from '@speil/images';
import {
  healthOf,
  followRun,
  isLive,
  readConfig,
  readStatus,
  sendCommand,
  type RunHealth,
} from '@speil/runs';
import { openDomain } from '../domains/registry/domains.js';
import { messageOf } from '../io/message.js';
import type { CellPicture } from '../render/pictures.js';
import { splitTiles } from './tiles.js';

/** Milliseconds between two notifications of the listeners, and between two reads of the status file. */
const notifyInterval = 100;
const statusInterval = 1000;

export interface SampleTiles {
  readonly step: number;
  /** Rows as the trainer drew them. With few examples a row is short. */
  readonly rows: readonly (readonly CellPicture[])[];
}

export interface RunView {
  readonly training: TrainingState;
  readonly status: RunStatus | undefined;
  readonly health: RunHealth;
  /** The run's settings; undefined until they are read. */
  readonly config: RunConfig | undefined;
  /**
   * Alternating rows of originals and reconstructions, with rows of inputs before them if they differ, and the rows of
   * samples.
   */
  readonly reconstructions: SampleTiles | undefined;
  readonly samples: SampleTiles | undefined;
  /** Settings that this screen has requested but the training has not applied yet, since a step may last seconds. */
  readonly requested: Steering;
  /** The trainer's last answer. */
  readonly notice: string | undefined;
}

export class RunStore {
  readonly #folder: string;
  readonly #listeners = new Set<() => void>();
  readonly #abort = new AbortController();
  readonly #statusTimer: NodeJS.Timeout;
  /** Shape of a tile; pictures are shown once it is known. */
  #shape: readonly number[] | undefined;
  #notifyTimer: NodeJS.Timeout | undefined;
  #noticeTimer: NodeJS.Timeout | undefined;
  #view: RunView;

  constructor(folder: string) {
    this.#folder = folder;
    const status = readStatus(folder);
    this.#view = {
      training: initialTrainingState,
      status,
      health: healthOf(status),
      config: undefined,
      reconstructions: undefined,
      samples: undefined,
      requested: {},
      notice: undefined,
    };
    this.#statusTimer = setInterval(() => this.#readStatus(), statusInterval);
    void this.#readConfig();
    void this.#follow();
  }

  get view(): RunView {
    return this.#view;
  }

  /** @returns a function that ends the subscription. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getView = (): RunView => this.#view;

  /** Sends a command; the answer, or the reason of a failure, is shown for a few seconds. */
  async send(command: Command): Promise<void> {
    if (command.type === 'set') {
      this.#change({ requested: { ...this.#view.requested, [command.setting]: command.value } });
    }
    try {
      this.say(await sendCommand(this.#folder, command));
    } catch (error) {
      this.#change({ requested: without(this.#view.requested, command) });
      this.say(messageOf(error));
    }
  }

  say(notice: string | undefined): void {
    clearTimeout(this.#noticeTimer);
    this.#change({ notice });
    if (notice !== undefined) {
      this.#noticeTimer = setTimeout(() => this.#change({ notice: undefined }), 4000);
    }
  }

  close(): void {
    this.#abort.abort();
    clearInterval(this.#statusTimer);
    clearTimeout(this.#notifyTimer);
    clearTimeout(this.#noticeTimer);
    this.#listeners.clear();
  }

  async #follow(): Promise<void> {
    const options = { signal: this.#abort.signal, beyondEnd: true };
    for await (const event of followRun(this.#folder, options)) {
      // The trainer may be a new one, even for a new run, if the previous one failed before its first step.
      if (event.type === 'run-start') this.#readAnew();
      const { training, requested } = this.#view;
      this.#change({
        training: reduceTraining(training, event),
        requested: stillRequested(requested, event),
      });
      if (event.type === 'run-end') this.#readStatus();
    }
  }

  #readAnew(): void {
    this.#readStatus();
    void this.#readConfig();
  }

  async #readConfig(): Promise<void> {
    try {
      const config = readConfig(this.#folder);
      this.#change({ config });
      const { domain, model } = config.recipe;
      this.#shape = (await openDomain(domain)).tileShape(model);
      this.#change({});
    } catch (error) {
      if (!isSpeilError(error)) throw error;
    }
  }

  #readStatus(): void {
    try {
      const status = readStatus(this.#folder);
      this.#change({ status, health: healthOf(status) });
    } catch (error) {
      // A status that cannot be read is ignored, since the next one may be readable.
      if (!isSpeilError(error)) throw error;
    }
  }

  #change(change: Partial<RunView>): void {
    this.#view = { ...this.#view, ...change };
    if (this.#abort.signal.aborted) return;
    this.#notifyTimer ??= setTimeout(() => {
      this.#notifyTimer = undefined;
      this.#view = { ...this.#view, ...this.#newPictures() };
      for (const listener of this.#listeners) listener();
    }, notifyInterval);
  }

  #newPictures(): Pick<RunView, 'reconstructions' | 'samples'> {
    const { samples: files } = this.#view.training;
    const shape = this.#shape;
    const load = (kind: 'reconstructions' | 'samples'): SampleTiles | undefined => {
      const shown = this.#view[kind];
      const event = files[kind];
      if (shape === undefined || event === undefined || event.step === shown?.step) return shown;
      return { step: event.step, rows: this.#read(event.file, shape) };
    };
    return { reconstructions: load('reconstructions'), samples: load('samples') };
  }

  /** A picture that cannot be read is not shown; the next one follows soon. */
  #read(file: string, shape: readonly number[]): SampleTiles['rows'] {
    try {
      const bytes = fs.readFileSync(path.join(this.#folder, file));
      return splitTiles(decodePng(bytes, file), shape);
    } catch {
      return [];
    }
  }
}

/** The settings from the next step on, as far as this screen knows them. This includes settings from another screen. */
export function pendingOf({
  training,
  requested,
}: Pick<RunView, 'training' | 'requested'>): Steering {
  return { ...training.steered, ...requested };
}

function stillRequested(requested: Steering, event: TrainingEvent): Steering {
  if (event.type === 'run-start' || event.type === 'run-end') return {};
  return event.type === 'steer' ? without(requested, event.command) : requested;
}

/** Removes a request that was applied. Of several requests for one setting, only the last one is pending. */
function without(requested: Steering, command: Command): Steering {
  if (command.type !== 'set' || requested[command.setting] !== command.value) return requested;
  const { [command.setting]: _, ...rest } = requested;
  return rest;
}

/** Whether a trainer is running. */
export function isTraining({ health }: RunView): boolean {
  return isLive(health);
}
