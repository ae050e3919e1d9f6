/**
 * MODEL on a command line: a run folder, a model folder, an installed package, the name of a recipe whose model is shipped, or
 * the address of a checkpoint of music. What lies there tells what it is: a model of Speil's own (model.json, whose codec is one
 * of pictures or of notes), or a checkpoint of magenta-js (config.json and a manifest of weights). A run stands for its newest
 * sound checkpoint (docs/decisions, 5): damage costs that checkpoint, not the command. `RUN@best` is its best epoch's,
 * `RUN@500` that of step 500.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CorruptError, NotFoundError, UnknownNameError, isSpeilError } from '@speil/api';
import { fromUrl, type ModelSource } from '@speil/core';
import {
  cachedSource,
  cacheFolder,
  fromFolder,
  packageFolder,
  type Environment,
} from '@speil/core/node';
import {
  bestCheckpoint,
  latestCheckpoint,
  readCheckpoint,
  runPaths,
  type FoundCheckpoint,
} from '@speil/runs';
import { UsageError } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { foldersMeant } from '../report/paths.js';

/** What a model is of. */
export type Kind = 'images' | 'music';

/** What it is written as: a model of Speil's own, or a checkpoint of magenta-js. */
export type Form = 'model' | 'checkpoint';

export interface ResolvedModel {
  readonly kind: Kind;
  readonly form: Form;
  readonly source: ModelSource;
  /** The run that it is of, where that lies on this machine. */
  readonly run?: string;
  /** What was passed over, one line each. */
  readonly warnings: readonly string[];
}

/**
 * @param model as written on the command line.
 * @throws UnknownNameError that says what was looked for; NotFoundError for a folder that holds no model.
 */
export function resolveModel(
  model: string,
  cwd: string,
  env: Environment = process.env,
): ResolvedModel {
  if (isAddress(model)) {
    const source = cachedSource(fromUrl(model), cacheFolder('models', env));
    return { kind: 'music', form: 'checkpoint', source, warnings: [] };
  }
  const folder = path.resolve(cwd, model);
  const [, run, which] = /^(.+)@(best|\d{1,15})$/u.exec(model) ?? [];
  if (run !== undefined && !fs.existsSync(folder) && isRun(path.resolve(cwd, run))) {
    return checkpointOfRun(path.resolve(cwd, run), run, which!);
  }
  const found = identify(folder);
  if (found?.form === 'model') {
    const run = path.dirname(path.dirname(folder));
    const inRun = path.dirname(folder) === runPaths(run).checkpoints && isRun(run);
    return { ...sound(found, fromFolder(folder)), ...(inRun && { run }) };
  }
  if (found !== undefined) return sound(found, fromFolder(folder));
  if (isRun(folder)) return newestOfRun(folder);
  if (fs.existsSync(folder) && fs.statSync(folder).isDirectory()) {
    throw new NotFoundError(
      `${model} is neither a run nor a model: it has no model.json, and no checkpoint of music (config.json with weights_manifest.json).`,
    );
  }
  for (const name of [model, `@speil/model-${model}`]) {
    const shipped = installed(name, cwd);
    if (shipped !== undefined) return shipped;
  }
  // A path is no package's name, but for one with a scope.
  const isBare = /^[^/\\]+$/u.test(model);
  const packages = isBare
    ? `, no package ${model}, no shipped model @speil/model-${model}`
    : model.startsWith('@')
      ? `, no package ${model}`
      : '';
  throw new UnknownNameError(
    'model',
    model,
    foldersMeant(model, cwd),
    `There is no run or model folder of that name${packages}.${isBare ? ' Train one with speil train, and name the run’s folder.' : ''}`,
  );
}

/** As `resolveModel`, for a command that is about pictures. @throws UsageError for a model of music. */
export function resolvePictureModel(model: string, cwd: string): ResolvedModel {
  const resolved = resolveModel(model, cwd);
  if (resolved.kind === 'images') return resolved;
  throw new UsageError(`${model} is a model of music; this command takes models of pictures.`);
}

/** Says what of a run was damaged. */
export function tellWarnings(
  { warnings }: Pick<ResolvedModel, 'warnings'>,
  io: Pick<Io, 'err'>,
): void {
  for (const warning of warnings) io.err(`speil: ${warning} An earlier one is used.`);
}

/** Whether a MODEL is downloaded. */
export function isAddress(model: string): boolean {
  return /^https?:\/\//u.test(model);
}

type Found = Pick<ResolvedModel, 'kind' | 'form'>;

/** By the files of a folder; undefined where it holds no model. */
function identify(folder: string): Found | undefined {
  const has = (file: string): boolean => fs.existsSync(path.join(folder, file));
  if (has('model.json')) return { kind: kindOfModel(folder), form: 'model' };
  if (!has('config.json')) return undefined;
  const weights = has('weights_manifest.json') || has('manifest.json');
  return weights || saysMusic(folder) ? { kind: 'music', form: 'checkpoint' } : undefined;
}

/** The codec of models of music (`notesCodec` of @speil/music, which takes a while to load). */
const notesCodec = 'music-vae';

function kindOfModel(folder: string): Kind {
  const { spec } = peek(path.join(folder, 'model.json')) as {
    spec?: { codec?: { id?: unknown } };
  };
  return spec?.codec?.id === notesCodec ? 'music' : 'images';
}

/** A run has a config.json too; a checkpoint that was left alone by its weights is still told from it. */
function saysMusic(folder: string): boolean {
  return (peek(path.join(folder, 'config.json')) as { type?: unknown }).type === 'MusicVAE';
}

const peekLimit = 2 ** 24;

/** An object of a JSON file, unchecked; empty for what cannot be read: the reader of models says why. */
function peek(file: string): object {
  try {
    if (fs.statSync(file).size > peekLimit) return {};
    const value: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** Whether a folder holds a run. */
export function isRun(folder: string): boolean {
  return fs.existsSync(runPaths(folder).config);
}

function sound(found: Found, source: ModelSource): ResolvedModel {
  return { ...found, source, warnings: [] };
}

/** @param shown the run as the person wrote it. @param which `best`, or a step. */
function checkpointOfRun(folder: string, shown: string, which: string): ResolvedModel {
  const { checkpoints } = runPaths(folder);
  if (which === 'best') {
    const found = bestCheckpoint(checkpoints);
    if (found.checkpoint?.best === false) {
      throw new NotFoundError(
        `${shown} has no checkpoint of its best epoch. Its newest checkpoint is: ${shown}`,
      );
    }
    return ofRun(folder, found);
  }
  const steps = fs
    .readdirSync(checkpoints)
    .flatMap((name) => /^step-(\d+)$/u.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  if (!steps.includes(Number(which))) {
    throw new NotFoundError(
      `${shown} has no checkpoint of step ${which}. It has those of steps ${steps.join(', ')}.`,
    );
  }
  const place = path.join(checkpoints, `step-${which.padStart(6, '0')}`);
  return ofRun(folder, { checkpoint: readCheckpoint(place), skipped: [] });
}

function newestOfRun(folder: string): ResolvedModel {
  return ofRun(folder, latestCheckpoint(runPaths(folder).checkpoints));
}

function ofRun(folder: string, { checkpoint, skipped }: FoundCheckpoint): ResolvedModel {
  const warnings = skipped.map(({ reason }) => reason);
  if (checkpoint !== undefined) {
    const source = fromFolder(checkpoint.folder);
    const kind = kindOfModel(checkpoint.folder);
    return { kind, form: 'model', source, run: folder, warnings };
  }
  if (warnings.length > 0) {
    throw new CorruptError(`No checkpoint of ${folder} is sound. ${warnings[0]}`);
  }
  throw new NotFoundError(`${folder} has no checkpoint yet.`);
}

/** Looks beside the command's own packages, then from the folder that the person is in. */
function installed(name: string, cwd: string): ResolvedModel | undefined {
  if (!/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/u.test(name)) return undefined;
  for (const from of [import.meta.url, pathToFileURL(path.join(cwd, 'package.json')).href]) {
    try {
      const folder = packageFolder(name, from);
      return sound(identify(folder) ?? { kind: 'images', form: 'model' }, {
        ...fromFolder(folder),
        name,
      });
    } catch (error) {
      if (!isSpeilError(error)) throw error;
    }
  }
  return undefined;
}
