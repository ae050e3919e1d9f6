/**
 * Writes a run folder with one object: log, TensorBoard file, status, checkpoints, pictures and the control socket.
 * However the process ends, the folder can be read and the run can be resumed.
 */
import * as path from 'node:path';
import {
  CorruptError,
  IncompatibleError,
  NotFoundError,
  parseJson,
  runConfigSchema,
} from '@speil/api';
import type { Command, RunConfig, RunStatus, TrainingEvent, TrainingEventOf } from '@speil/api';
import { atomicWrite } from '../disk/atomic-write.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import {
  latestCheckpoint,
  type LoadedCheckpoint,
  type SkippedCheckpoint,
} from '../checkpoints/checkpoint-reader.js';
import { saveCheckpoint, setAside } from '../checkpoints/checkpoint-writer.js';
import { ControlServer } from '../control/control-server.js';
import { EventHistory } from '../control/event-history.js';
import { guardStorage, nodeFileSystem, systemCode, type FileSystem } from '../disk/file-system.js';
import { clearLeftovers, hasLearned, folderExists, findForeignFiles } from './leftovers.js';
import { acquireLock, type Lock } from '../lock/lock.js';
import { MetricsLog, cutBackLog, finiteEvent, readLog, type CutLog } from '../log/metrics-log.js';
import { runPaths, type RunPaths } from '../run/run-paths.js';
import { changesState, reduceStatus, startingStatus, type StatusBody } from '../run/run-status.js';
import { TensorBoardWriter } from '../tensorboard/tensorboard-writer.js';

/** Milliseconds between heartbeats in `status.json`. */
export const heartbeatInterval = 2000;

/** What a resumed run continues from. */
export interface ResumedRun {
  /** The settings that were requested. */
  readonly config: RunConfig;
  /**
   * The checkpoint to resume from; undefined if the run ended before its first checkpoint, and starts again from the
   * beginning.
   */
  readonly checkpoint: LoadedCheckpoint | undefined;
  /** One line for each newer checkpoint that was damaged and set aside. */
  readonly warnings: readonly string[];
  /**
   * Settings that a user changed after the checkpoint. They are applied again, or dropped after a divergence (see
   * `CutLog`).
   */
  readonly steering: Pick<CutLog, 'again' | 'dropped'>;
}

/** Writes a run folder: the log, the status, checkpoints, pictures, and the socket of the screens. */
export class RunWriter {
  /** The paths of the run's files. */
  readonly paths: RunPaths;
  readonly #files: FileSystem;
  readonly #lock: Lock;
  /** Whether the folder was created for this run. */
  readonly #isNew: boolean;
  #log: MetricsLog | undefined;
  #tensorBoard: TensorBoardWriter | undefined;
  #history = new EventHistory();
  #status: StatusBody = startingStatus();
  #server: ControlServer | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  private constructor(paths: RunPaths, lock: Lock, files: FileSystem, isNew: boolean) {
    this.paths = paths;
    this.#isNew = isNew;
    this.#lock = lock;
    this.#files = files;
  }

  /**
   * Creates the folder if it is missing and takes its lock.
   *
   * @throws LockedError if another process writes there. @throws StorageError if the folder cannot be written.
   */
  static open(folder: string, files: FileSystem = nodeFileSystem): RunWriter {
    const paths = runPaths(path.resolve(folder));
    const isNew = !folderExists(paths.folder, files);
    guardStorage('write', paths.folder, () => files.makeFolder(paths.folder));
    return new RunWriter(paths, acquireLock(paths.lock, files), files, isNew);
  }

  /**
   * Refuses a folder that already has a run. A run that ended before its first step does not count, because `create`
   * replaces it.
   *
   * @throws IncompatibleError if the folder has a run already. @throws StorageError
   */
  refuseIfTaken(): void {
    if (this.#readConfig() !== undefined) {
      if (!hasLearned(this.paths, this.#files)) return;
      throw new IncompatibleError(
        `${this.paths.folder} holds a run already. Resume it with speil resume, or choose another --out.`,
      );
    }
    const strangers = findForeignFiles(this.paths, this.#files);
    if (strangers.length === 0) return;
    throw new IncompatibleError(
      `${this.paths.folder} holds ${strangers[0]} but no config.json, so it cannot be resumed. Choose another --out, or move it away.`,
    );
  }

  /** The last status, as in `status.json`. */
  get status(): RunStatus {
    const memory = process.memoryUsage.rss();
    const socket = this.#server?.path;
    const place = socket === undefined ? {} : { socket };
    return { ...this.#status, heartbeat: Date.now(), memory, ...place };
  }

  /** Starts a new run. @throws IncompatibleError if there is one already. @throws StorageError */
  create(config: RunConfig): void {
    this.refuseIfTaken();
    if (this.#readConfig() !== undefined) clearLeftovers(this.paths, this.#files);
    this.#makeFolders();
    this.#writeConfig(config);
    this.#begin([]);
  }

  /**
   * Resumes the run in the folder from its newest sound checkpoint; later events are removed from the log.
   *
   * @param change returns the config with which the run is resumed, and may throw to refuse. Default: the config
   *   unchanged.
   * @throws NotFoundError if there is no run. @throws CorruptError if its checkpoints are lost; nothing is changed
   *   then. @throws StorageError
   */
  resume(change: (config: RunConfig) => RunConfig = (config) => config): ResumedRun {
    const text = this.#readConfig();
    if (text === undefined) {
      throw new NotFoundError(`There is no run to resume in ${this.paths.folder}.`);
    }
    const before = parseJson(runConfigSchema, text, this.paths.config);
    const config = change(before);
    const { checkpoint, skipped } = latestCheckpoint(this.paths.checkpoints, this.#files);
    if (checkpoint === undefined) this.#refuseIfLost(skipped);
    this.#makeFolders();
    if (config !== before) this.#writeConfig(config);
    setAside(
      this.paths.checkpoints,
      skipped.map(({ name }) => name),
      this.#files,
    );
    const from =
      checkpoint === undefined
        ? { step: -1, folder: '' }
        : { step: checkpoint.step, folder: `checkpoints/${checkpoint.name}` };
    if (checkpoint === undefined) this.#files.remove(this.paths.metrics);
    const { kept, again, dropped } =
      checkpoint === undefined ? emptyLog : cutBackLog(this.paths.metrics, from, this.#files);
    this.#begin(kept);
    const warnings = skipped.map(({ reason }) => reason);
    return { config, checkpoint, warnings, steering: { again, dropped } };
  }

  /**
   * If a run had checkpoints and none of them is sound, it must not start again from the beginning, since it would
   * overwrite itself.
   */
  #refuseIfLost(skipped: readonly SkippedCheckpoint[]): void {
    const { events } = readLog(this.paths.metrics, this.#files);
    const reported = events.findLast((event) => event.type === 'checkpoint');
    const [newest] = skipped;
    if (newest === undefined && reported === undefined) return;
    const reason = newest?.reason ?? `${reported!.folder} is missing.`;
    throw new CorruptError(
      `${this.paths.folder} has no sound checkpoint left to resume from: ${reason} Its log is untouched; start a new run with another --out.`,
    );
  }

  /** Whether the run in the folder has completed its training. */
  finished(): boolean {
    const end = readLog(this.paths.metrics, this.#files).events.at(-1);
    return (
      end?.type === 'run-end' && (end.reason === 'completed' || end.reason === 'early-stopping')
    );
  }

  /** Opens the control socket. @param onCommand see `ControlServer`. @throws StorageError */
  async listen(onCommand: (command: Command) => string): Promise<void> {
    this.#server = await ControlServer.listen({
      runFolder: this.paths.folder,
      replay: () => this.#history.events,
      onCommand,
    });
    this.#writeStatus();
  }

  /**
   * Writes an event to the log and sends it to every screen. If the training diverges, only the part that `finiteEvent`
   * returns is written.
   *
   * @throws StorageError
   */
  emit(reported: TrainingEvent): void {
    const event = finiteEvent(reported);
    if (event === undefined) return;
    this.#log?.append(event);
    if (event.type === 'run-start') {
      this.#tensorBoard?.close();
      this.#tensorBoard = new TensorBoardWriter(this.paths.folder, event, this.#files);
    }
    this.#tensorBoard?.add(event);
    this.#history.add(event);
    this.#status = reduceStatus(this.#status, event);
    if (event.type === 'run-end') this.#log?.sync();
    if (changesState(event)) this.#writeStatus();
    this.#server?.broadcast(event);
  }

  /** Reports the end of the run as far as possible: if the disk rejects the event, the screens still receive it. */
  emitEnd(event: TrainingEventOf<'run-end'>): void {
    try {
      this.emit(event);
    } catch {
      this.#status = reduceStatus(this.#status, event);
      this.#server?.broadcast(event);
    }
  }

  /**
   * Stores a checkpoint.
   *
   * @returns the path inside the run folder, such as `checkpoints/step-000500`.
   * @throws StorageError
   */
  saveCheckpoint(
    checkpoint: Checkpoint,
    { best, keep }: { readonly best: boolean; readonly keep: number },
  ): string {
    // A checkpoint must never be ahead of the log.
    this.#log?.sync();
    const options = { best, keep, files: this.#files };
    return `checkpoints/${saveCheckpoint(this.paths.checkpoints, checkpoint, options)}`;
  }

  /**
   * Stores a picture.
   *
   * @param sample its kind and step, and the picture.
   * @returns the path inside the run, such as `samples/reconstructions-000500.png`. @throws StorageError
   */
  saveSample(sample: {
    readonly kind: string;
    readonly step: number;
    readonly png: Uint8Array;
  }): string {
    const { kind, step, png } = sample;
    const name = `${kind}-${String(step).padStart(6, '0')}.png`;
    atomicWrite(path.join(this.paths.samples, name), png, this.#files);
    this.#tensorBoard?.addImage({ tag: kind, step, time: Date.now(), png });
    return `samples/${name}`;
  }

  /**
   * Disconnects every screen, writes the last status and releases the lock. If the folder was created for this run and
   * the run did not start, the folder is removed. Calling it twice is harmless.
   */
  async close(): Promise<void> {
    clearInterval(this.#heartbeat);
    const server = this.#server;
    this.#server = undefined;
    try {
      if (this.#log !== undefined) this.#writeStatus();
      await server?.close();
      this.#log?.close();
      this.#log = undefined;
      this.#tensorBoard?.close();
      this.#tensorBoard = undefined;
    } finally {
      this.#lock.release();
      const { folder } = this.paths;
      if (
        this.#isNew &&
        folderExists(folder, this.#files) &&
        this.#files.list(folder).length === 0
      ) {
        this.#files.remove(folder);
      }
    }
  }

  /** Releases the lock and the socket at once, for a process that is about to end. */
  abandon(): void {
    this.#server?.abandon();
    this.#lock.release();
  }

  #writeConfig(config: RunConfig): void {
    atomicWrite(this.paths.config, `${JSON.stringify(config, null, 2)}\n`, this.#files);
  }

  #makeFolders(): void {
    for (const folder of [this.paths.checkpoints, this.paths.samples]) {
      guardStorage('write', folder, () => this.#files.makeFolder(folder));
    }
  }

  #begin(events: readonly TrainingEvent[]): void {
    this.#history = new EventHistory(events);
    this.#status = { ...events.reduce(reduceStatus, startingStatus()), state: 'starting' };
    this.#log = new MetricsLog(this.paths.metrics, this.#files);
    this.#writeStatus();
    this.#heartbeat = setInterval(() => this.#writeStatus(), heartbeatInterval).unref();
  }

  /** Errors are ignored here: this is only a heartbeat, and if the disk is full, the log reports it. */
  #writeStatus(): void {
    try {
      atomicWrite(this.paths.status, `${JSON.stringify(this.status, null, 2)}\n`, this.#files);
    } catch {
      return;
    }
  }

  #readConfig(): string | undefined {
    return guardStorage('read', this.paths.config, () => {
      try {
        return Buffer.from(this.#files.read(this.paths.config)).toString('utf8');
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return undefined;
        throw error;
      }
    });
  }
}

const emptyLog: CutLog = { kept: [], again: [], dropped: [] };
