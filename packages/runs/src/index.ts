/** Training runs as folders: written by one trainer, read by anyone. */
export { AtomicFile, atomicWrite } from './atomic-write.js';
export type { Checkpoint } from './checkpoint.js';
export {
  bestCheckpoint,
  latestCheckpoint,
  readCheckpoint,
  type FoundCheckpoint,
  type LoadedCheckpoint,
  type SkippedCheckpoint,
} from './checkpoint-reader.js';
export { saveCheckpoint, type SaveCheckpointOptions } from './checkpoint-writer.js';
export {
  connectRun,
  sendCommand,
  type ConnectOptions,
  type RunConnection,
} from './control-client.js';
export { ControlServer, type ControlServerOptions } from './control-server.js';
export { EventHistory } from './event-history.js';
export { guardStorage, nodeFileSystem, type FileSystem } from './file-system.js';
export { followRun, type FollowOptions } from './follow-run.js';
export { acquireLock, type Lock } from './lock.js';
export { MetricsLog, cutBackLog, readLog, type LogContent } from './metrics-log.js';
export {
  conditionOf,
  isLive,
  listRuns,
  readConfig,
  readRun,
  readStatus,
  readSummary,
  type Run,
  type RunCondition,
  type RunSummary,
} from './read-run.js';
export { runPaths, type RunPaths } from './run-files.js';
export { RunWriter, type ResumedRun } from './run-writer.js';
export { TensorBoardWriter, type TensorBoardImage } from './tensorboard.js';
