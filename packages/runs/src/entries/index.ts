/** Training runs as folders, which one trainer writes and any number of programs read. */
export { AtomicFile, atomicWrite } from '../disk/atomic-write.js';
export type { Checkpoint } from '../checkpoints/checkpoint.js';
export {
  bestCheckpoint,
  latestCheckpoint,
  readCheckpoint,
  type FoundCheckpoint,
  type LoadedCheckpoint,
  type SkippedCheckpoint,
} from '../checkpoints/checkpoint-reader.js';
export { saveCheckpoint, type SaveCheckpointOptions } from '../checkpoints/checkpoint-writer.js';
export { sendCommand } from '../control/control-client.js';
export { guardStorage, type FileSystem } from '../disk/file-system.js';
export { followRun, type FollowOptions } from '../follow/follow-run.js';
export { acquireLock, type Lock } from '../lock/lock.js';
export { readLog, type CutLog, type LogContent } from '../log/metrics-log.js';
export {
  healthOf,
  isLive,
  listRuns,
  readConfig,
  readRun,
  readStatus,
  readSummary,
  type Run,
  type RunHealth,
  type RunSummary,
} from '../run/read-run.js';
export { runPaths, type RunPaths } from '../run/run-paths.js';
export { RunWriter, type ResumedRun } from '../writer/run-writer.js';
