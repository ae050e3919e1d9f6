/**
 * Follows a run: gives its events as they happen. They come from the trainer's socket if there is one, otherwise from
 * the growing log. When the source changes, the events are repeated from the start. The reducer recognises this,
 * because every repetition begins with a `run-start` from step 0.
 */
import * as fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSpeilError } from '@speil/api';
import type { RunStatus, TrainingEvent } from '@speil/api';
import { connectRun, type RunConnection } from '../control/control-client.js';
import { longestEvent, splitLines } from '../log/lines.js';
import { parseEvent } from '../log/metrics-log.js';
import { healthOf, isLive, readStatus } from '../run/read-run.js';
import { runPaths } from '../run/run-paths.js';

/** Milliseconds between two reads of a growing log. */
const pollInterval = 250;

/** How a run is followed. */
export interface FollowOptions {
  /** Ends the iteration without an error. */
  readonly signal?: AbortSignal;
  /**
   * Whether to wait for a trainer that resumes the run after it has ended. If true, only `signal` ends the iteration.
   * Default: false.
   */
  readonly beyondEnd?: boolean;
}

/**
 * The iteration ends when the run has ended: after its `run-end` or, if the trainer died, after the last event that it
 * wrote.
 *
 * @param folder the run's folder.
 */
export async function* followRun(
  folder: string,
  { signal, beyondEnd = false }: FollowOptions = {},
): AsyncGenerator<TrainingEvent, void, undefined> {
  do {
    yield* followToEnd(folder, signal);
    if (beyondEnd) await waitForTrainer(folder, signal);
  } while (beyondEnd && !signal?.aborted);
}

async function* followToEnd(
  folder: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrainingEvent, void, undefined> {
  for (;;) {
    let last: TrainingEvent | undefined;
    for await (const event of followSocket(folder, signal)) {
      last = event;
      yield event;
    }
    if (last?.type === 'run-end' || signal?.aborted) return;
    // No trainer listens, so read the events from the file.
    const goesOn = yield* followFile(folder, signal);
    if (!goesOn) return;
  }
}

/** Resolves when a trainer has started on a run that had none, or when the signal is aborted. */
async function waitForTrainer(folder: string, signal: AbortSignal | undefined): Promise<void> {
  while (signal?.aborted !== true && !isLive(healthOf(statusOf(folder)))) {
    await pause(signal);
  }
}

function pause(signal: AbortSignal | undefined): Promise<void> {
  const options = signal === undefined ? {} : { signal };
  return sleep(pollInterval, undefined, options).catch(() => undefined);
}

/** A status that cannot be read is ignored; the next one may be sound. */
function statusOf(folder: string): RunStatus | undefined {
  try {
    return readStatus(folder);
  } catch (error) {
    if (isSpeilError(error)) return undefined;
    throw error;
  }
}

/** Identifies the trainer that wrote a status. */
function trainerOf(status: RunStatus | undefined): string {
  return `${status?.host} ${status?.pid} ${status?.socket}`;
}

async function* followSocket(
  folder: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrainingEvent, void, undefined> {
  const waiting: TrainingEvent[] = [];
  let wake: () => void = () => undefined;
  let closed = false;
  let connection: RunConnection;
  try {
    connection = await connectRun(folder, {
      onEvent: (event) => {
        waiting.push(event);
        wake();
      },
      onClose: () => {
        closed = true;
        wake();
      },
    });
  } catch (error) {
    if (isSpeilError(error)) return;
    throw error;
  }
  const close = (): void => connection.close();
  signal?.addEventListener('abort', close);
  try {
    for (;;) {
      for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) yield event;
      if (closed || signal?.aborted === true) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal?.removeEventListener('abort', close);
    close();
  }
}

/**
 * @returns true if another trainer has taken over the run or the trainer's socket exists now. The socket can then be
 *   used, and events that were read before may have been removed from the log.
 */
async function* followFile(
  folder: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrainingEvent, boolean, undefined> {
  const file = runPaths(folder).metrics;
  const events: TrainingEvent[] = [];
  const take = splitLines(
    {
      onLine: (line) => {
        const event = parseEvent(line);
        if (event !== undefined) events.push(event);
      },
      onOversized: () => undefined,
    },
    longestEvent,
  );
  const trainer = trainerOf(statusOf(folder));
  let offset = 0;
  for (;;) {
    // Check whether the trainer is alive before the file is read, so that its last events are not missed.
    const status = statusOf(folder);
    const live = isLive(healthOf(status));
    offset += readFrom(file, offset, take);
    yield* events.splice(0);
    if (!live || signal?.aborted === true) return false;
    if (trainerOf(status) !== trainer) return true;
    await pause(signal);
  }
}

/** @returns the number of bytes after `offset`. */
function readFrom(file: string, offset: number, take: (chunk: Uint8Array) => void): number {
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, 'r');
  } catch {
    return 0;
  }
  const chunk = Buffer.alloc(256 * 1024);
  let total = 0;
  try {
    for (;;) {
      const count = fs.readSync(descriptor, chunk, 0, chunk.length, offset + total);
      if (count === 0) return total;
      // Copy the bytes: an incomplete line is kept until it ends, and the chunk is reused.
      take(Uint8Array.prototype.slice.call(chunk, 0, count));
      total += count;
    }
  } finally {
    fs.closeSync(descriptor);
  }
}
