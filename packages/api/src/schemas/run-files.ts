/**
 * The files of a run folder: `config.json`, `status.json`, a checkpoint's `manifest.json`, `lock`, and the messages of
 * the control socket.
 */
import * as z from 'zod';
import { commandSchema, endReasonSchema, trainingEventSchema } from './events.js';
import {
  datasetRecordSchema,
  fileRecordsSchema,
  lossesSchema,
  sha256Schema,
} from './model-file.js';
import { recipeSchema } from './recipe.js';

/** The request of a run: enough to repeat or to resume it. */
export const runConfigSchema = z.object({
  format: z.literal('speil-run'),
  formatVersion: z.literal(1),
  recipe: recipeSchema,
  data: z.object({
    name: z.string().max(1000),
    dir: z.string().max(4096).optional(),
    limit: z.int().min(1).optional(),
    /** Share of the training examples that is held out for validation; absent if the dataset's own part is used. */
    validationShare: z.number().gt(0).max(0.5).optional(),
    train: datasetRecordSchema,
    validation: datasetRecordSchema.nullable(),
  }),
  /** The model whose weights it started from: a path (with `@best` or `@` and a step for a checkpoint) or a package. */
  from: z.string().max(4096).optional(),
  engine: z.string().max(100),
  /** The command line that started it. */
  command: z.string().max(10_000).optional(),
  created: z.string().max(100),
  speil: z.string().max(100),
});
/** The content of a run's `config.json`, checked. */
export type RunConfig = z.output<typeof runConfigSchema>;

/** `status.json`: what a run was doing at its last heartbeat. */
export const runStatusSchema = z.object({
  state: z.enum(['starting', 'running', 'paused', ...endReasonSchema.options]),
  /** The trainer's process. */
  pid: z.int().min(1),
  host: z.string().max(255),
  /** Time of the last heartbeat, in milliseconds since 1970. */
  heartbeat: z.number().min(0),
  step: z.int().min(0),
  steps: z.int().min(0),
  epoch: z.int().min(0),
  epochs: z.int().min(0),
  /** Losses of the last step, or of the last epoch once there is one. */
  train: lossesSchema.nullable(),
  validation: lossesSchema.nullable(),
  /** The lowest score of an epoch so far, in nats (see the event `epoch-end`). */
  best: z.number().optional(),
  /** Resident memory of the trainer, in bytes. */
  memory: z.number().min(0).optional(),
  /** Path of the control socket while it is open; the name of a pipe on Windows. */
  socket: z.string().max(1000).optional(),
  message: z.string().max(2000).optional(),
});
/** The content of `status.json`, checked. */
export type RunStatus = z.output<typeof runStatusSchema>;

/** `manifest.json` of a checkpoint folder: its files, each with its checksum. */
export const checkpointManifestSchema = z.object({
  format: z.literal('speil-checkpoint'),
  formatVersion: z.literal(1),
  step: z.int().min(0),
  /** Whether this was the run's best epoch when it was written: it is kept in addition to the newest checkpoints. */
  best: z.boolean(),
  files: fileRecordsSchema,
  /** sha256 of this manifest as JSON without this field, so that a flipped bit in the manifest is detected as well. */
  sha256: sha256Schema,
});
/** A checkpoint's manifest, checked. */
export type CheckpointManifest = z.output<typeof checkpointManifestSchema>;

/** `lock`: the process that writes a run. */
export const runLockSchema = z.object({
  pid: z.int().min(1),
  host: z.string().max(255),
  /** When that process started, if the system reports it: a later process with the same id has another start time. */
  started: z.string().max(200).optional(),
  /** Distinguishes two locks of one process. */
  token: z.string().regex(/^[0-9a-f-]{36}$/u),
});
/** The lock of a run folder, checked. */
export type RunLock = z.output<typeof runLockSchema>;

/** A line from a screen to the trainer. */
export const clientMessageSchema = z.strictObject({
  type: z.literal('command'),
  id: z.int().min(0),
  command: commandSchema,
});
/** A message of a screen to the trainer, checked. */
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** A line from the trainer to a screen. */
export const serverMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event'), event: trainingEventSchema }),
  z.object({ type: z.literal('reply'), id: z.int().min(0), ok: z.boolean(), message: z.string() }),
]);
/** A message of the trainer to a screen, checked. */
export type ServerMessage = z.infer<typeof serverMessageSchema>;
