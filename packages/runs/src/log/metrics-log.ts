/**
 * Reads and writes `metrics.jsonl`, the authoritative record of a run: one training event per line, in order. Lines are
 * only appended. When a run is resumed from a checkpoint, all lines after that checkpoint are first removed in one
 * atomic step.
 */
import { parseJson, trainingEventSchema } from '@speil/api';
import type { Losses, TrainingEvent, TrainingEventOf } from '@speil/api';
import { atomicWrite } from '../disk/atomic-write.js';
import {
  guardStorage,
  nodeFileSystem,
  systemCode,
  writeFully,
  type FileSystem,
} from '../disk/file-system.js';

/** Appends events to the log. */
export class MetricsLog {
  readonly #file: string;
  readonly #files: FileSystem;
  #descriptor: number | undefined;

  /** @param file created if missing. @throws StorageError */
  constructor(file: string, files: FileSystem = nodeFileSystem) {
    this.#file = file;
    this.#files = files;
    this.#descriptor = guardStorage('write', file, () => files.open(file, 'a'));
  }

  /**
   * Passes one line to the operating system. The line then survives the end of this process, but not a power failure.
   * @throws StorageError
   */
  append(event: TrainingEvent): void {
    const line = Buffer.from(`${JSON.stringify(event)}\n`);
    this.#use((descriptor) => writeFully(this.#files, descriptor, line));
  }

  /** Makes every line so far durable. @throws StorageError */
  sync(): void {
    this.#use((descriptor) => this.#files.sync(descriptor));
  }

  close(): void {
    if (this.#descriptor === undefined) return;
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    guardStorage('write', this.#file, () => this.#files.close(descriptor));
  }

  #use(work: (descriptor: number) => void): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    guardStorage('write', this.#file, () => work(descriptor));
  }
}

/**
 * The part of an event that can be logged, since JSON has no infinity and no NaN. A step or an epoch whose losses are
 * not finite is left out. If only the validation of an epoch is not finite, only the validation is left out. The event
 * at the end of the run gives the reason.
 */
export function finiteEvent(event: TrainingEvent): TrainingEvent | undefined {
  if (event.type === 'step-end') return isFinite(event.losses) ? event : undefined;
  if (event.type !== 'epoch-end') return event;
  if (!isFinite(event.train)) return undefined;
  const { klPerDimension, score, ...rest } = event;
  const judged = score !== undefined && Number.isFinite(score) ? { score } : {};
  const kl = klPerDimension?.every(Number.isFinite) ? { klPerDimension } : {};
  const validation =
    event.validation !== null && isFinite(event.validation) ? event.validation : null;
  return { ...rest, ...kl, ...judged, validation };
}

function isFinite({ total, reconstruction, kl, extras = {} }: Losses): boolean {
  return [total, reconstruction, kl, ...Object.values(extras)].every(Number.isFinite);
}

/** What a log contains. */
export interface LogContent {
  /** Its events, in their order. */
  readonly events: readonly TrainingEvent[];
  /** Number of lines that are not events: damaged lines, or a last line that a crash cut off. */
  readonly badLines: number;
}

/** All events of a log. For a missing file there are none. @throws StorageError */
export function readLog(file: string, files: FileSystem = nodeFileSystem): LogContent {
  const bytes = guardStorage('read', file, () => {
    try {
      return files.read(file);
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return new Uint8Array(0);
      throw error;
    }
  });
  const events: TrainingEvent[] = [];
  let badLines = 0;
  for (const line of Buffer.from(bytes).toString('utf8').split('\n')) {
    if (line === '') continue;
    const event = parseEvent(line);
    if (event === undefined) badLines += 1;
    else events.push(event);
  }
  return { events, badLines };
}

/** @returns undefined for a line that is not an event. */
export function parseEvent(line: string): TrainingEvent | undefined {
  try {
    return parseJson(trainingEventSchema, line, 'A line of the log');
  } catch {
    return undefined;
  }
}

/** What `cutBackLog` leaves of a log. */
export interface CutLog {
  /** The events that are kept. */
  readonly kept: readonly TrainingEvent[];
  /**
   * Settings that a user changed after the checkpoint, which must be applied again at the same steps. They stay in the
   * log until then, so that they survive another crash before those steps.
   */
  readonly again: readonly TrainingEventOf<'steer'>[];
  /** Such settings of a run that diverged. They are dropped, because they may have caused the divergence. */
  readonly dropped: readonly TrainingEventOf<'steer'>[];
}

/**
 * Removes what came after a checkpoint, and lines that are not events. If the log names the checkpoint, everything up
 * to that line stays. If a crash prevented that line, everything up to the step of the checkpoint stays.
 *
 * @param checkpoint its step, and its path in the run folder, as in the `checkpoint` event.
 */
export function cutBackLog(
  file: string,
  checkpoint: { readonly step: number; readonly folder: string },
  files: FileSystem = nodeFileSystem,
): CutLog {
  const { events } = readLog(file, files);
  const named = events.findLastIndex(
    (event) => event.type === 'checkpoint' && event.folder === checkpoint.folder,
  );
  const stays = (event: TrainingEvent, at: number): boolean =>
    named === -1 ? event.type === 'run-start' || event.step <= checkpoint.step : at <= named;
  const steering = lastWords(events.filter((event, at) => !stays(event, at)));
  const diverged = events.some(
    (event, at) => !stays(event, at) && event.type === 'run-end' && event.reason === 'diverged',
  );
  const again = diverged ? [] : steering;
  const kept = [...events.filter(stays), ...again];
  const lines = kept.map((event) => `${JSON.stringify(event)}\n`).join('');
  atomicWrite(file, lines, files);
  return { kept, again, dropped: diverged ? steering : [] };
}

/**
 * The changed settings that no later change has replaced. A later change may be at the same step, or at an earlier step
 * of a second attempt. A change that a second attempt applies again is not a later change.
 */
function lastWords(events: readonly TrainingEvent[]): readonly TrainingEventOf<'steer'>[] {
  let words: TrainingEventOf<'steer'>[] = [];
  for (const event of events) {
    if (event.type !== 'steer' || event.command.type !== 'set') continue;
    const { setting, value } = event.command;
    const isKnown = words.some(
      ({ step, command }) =>
        step === event.step &&
        command.type === 'set' &&
        command.setting === setting &&
        command.value === value,
    );
    if (isKnown) continue;
    words = words.filter(
      ({ step, command }) =>
        step < event.step || command.type !== 'set' || command.setting !== setting,
    );
    words.push(event);
  }
  return words;
}
