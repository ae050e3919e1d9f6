/** Reads run folders: nothing here writes, locks or needs the trainer. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import {
  NotFoundError,
  initialTrainingState,
  isSpeilError,
  parseJson,
  reduceTraining,
  runConfigSchema,
  runStatusSchema,
} from '@speil/api';
import type { RunConfig, RunStatus, TrainingState } from '@speil/api';
import { guardStorage, systemCode } from '../disk/file-system.js';
import { readLog } from '../log/metrics-log.js';
import { isAlive } from '../lock/processes.js';
import { runPaths } from './run-paths.js';
import { reduceStatus, startingStatus } from './run-status.js';

/** What a run is doing; `crashed` if its trainer ended without an end of the run in the log. */
export type RunHealth = RunStatus['state'] | 'crashed';

/** What is known of a run without its log. */
export interface RunSummary {
  /** Path of the run folder. */
  readonly folder: string;
  /** The settings that were requested. */
  readonly config: RunConfig;
  /** What it was doing at its last heartbeat; undefined before the first. */
  readonly status: RunStatus | undefined;
  /** What it is doing now. */
  readonly health: RunHealth;
}

/** A run with the state that its log gives. */
export interface Run extends RunSummary {
  /** The state, reduced from all events of the log. */
  readonly state: TrainingState;
  /** Number of lines of the log that are not events: damaged lines, or a last line that a crash cut off. */
  readonly badLines: number;
}

/** If the last heartbeat is older than this, in milliseconds, the trainer counts as dead. */
const silence = 60_000;

/**
 * Reads a run's `config.json`.
 *
 * @throws NotFoundError if the folder has no run.
 * @throws InvalidFileError
 */
export function readConfig(folder: string): RunConfig {
  const { config } = runPaths(folder);
  const text = readText(config);
  if (text === undefined) {
    throw new NotFoundError(
      fs.existsSync(folder)
        ? `${folder} is not a run: it has no config.json.`
        : `${folder} does not exist.`,
    );
  }
  return parseJson(runConfigSchema, text, config);
}

/**
 * Reads a run's `status.json`.
 *
 * @returns undefined if there is no status yet.
 * @throws InvalidFileError
 */
export function readStatus(folder: string): RunStatus | undefined {
  const { status } = runPaths(folder);
  const text = readText(status);
  return text === undefined ? undefined : parseJson(runStatusSchema, text, status);
}

/**
 * What a run is doing, by its status and the age of its last heartbeat.
 *
 * @param now milliseconds since 1970.
 */
export function healthOf(status: RunStatus | undefined, now = Date.now()): RunHealth {
  if (status === undefined) return 'crashed';
  if (!['starting', 'running', 'paused'].includes(status.state)) return status.state;
  const quiet = now - status.heartbeat > silence;
  const here = status.host === os.hostname();
  // A process without heartbeats is not the trainer, but a later process with the same id.
  const gone = here ? !isAlive(status.pid) || quiet : quiet;
  return gone ? 'crashed' : status.state;
}

/** Whether a trainer is running. */
export function isLive(health: RunHealth): boolean {
  return health === 'starting' || health === 'running' || health === 'paused';
}

/** Reads config and status. A damaged status is rebuilt from the log. @throws NotFoundError @throws InvalidFileError */
export function readSummary(folder: string): RunSummary {
  const config = readConfig(folder);
  let status: RunStatus | undefined;
  try {
    status = readStatus(folder);
  } catch (error) {
    if (!isSpeilError(error)) throw error;
    const { events } = readLog(runPaths(folder).metrics);
    const body = events.reduce(reduceStatus, startingStatus());
    // The process that wrote the status is unknown. Without a heartbeat it counts as dead.
    status = { ...body, pid: 0, heartbeat: 0, memory: 0 };
  }
  return { folder, config, status, health: healthOf(status) };
}

/**
 * Reads a whole run: its config, its status, and the state that the reducer computes from its log. @throws
 * NotFoundError @throws InvalidFileError
 */
export function readRun(folder: string): Run {
  const { events, badLines } = readLog(runPaths(folder).metrics);
  const state = events.reduce(reduceTraining, initialTrainingState);
  return { ...readSummary(folder), state, badLines };
}

/**
 * The runs in a folder and two levels below it (`runs/<recipe>/<time>`), newest first. Folders that cannot be read as a
 * run are left out.
 */
export function listRuns(root: string): readonly RunSummary[] {
  return runFolders(root, 2)
    .flatMap((folder) => {
      try {
        return [readSummary(folder)];
      } catch (error) {
        if (isSpeilError(error)) return [];
        throw error;
      }
    })
    .sort((a, b) => (a.config.created < b.config.created ? 1 : -1));
}

function runFolders(folder: string, depth: number): readonly string[] {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  if (entries.some((entry) => entry.name === 'config.json')) return [folder];
  if (depth === 0) return [];
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap((entry) => runFolders(path.join(folder, entry.name), depth - 1));
}

function readText(file: string): string | undefined {
  return guardStorage('read', file, () => {
    try {
      return fs.readFileSync(file, 'utf8');
    } catch (error) {
      if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
      throw error;
    }
  });
}
