/**
 * MODEL on a command line: a run folder, a model folder, an installed package, the name of a recipe whose model is shipped, or
 * the address of a checkpoint of music. What lies there tells which kind it is: a model of Speil's own (model.json) is one of
 * pictures, a checkpoint of magenta-js (config.json and a manifest of weights) one of music. A run stands for its newest sound checkpoint (docs/decisions, 5): damage costs that checkpoint, not the command.
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
import { latestCheckpoint, runPaths } from '@speil/runs';
import { UsageError } from '../cli/exit.js';

/** What a model is of. */
export type Kind = 'images' | 'music';

export interface ResolvedModel {
  readonly kind: Kind;
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
    return { kind: 'music', source, warnings: [] };
  }
  const folder = path.resolve(cwd, model);
  const kind = kindOf(folder);
  if (kind === 'images') {
    const run = path.dirname(path.dirname(folder));
    const inRun = path.dirname(folder) === runPaths(run).checkpoints && isRun(run);
    return { ...sound(kind, fromFolder(folder)), ...(inRun && { run }) };
  }
  if (kind === 'music') return sound(kind, fromFolder(folder));
  if (isRun(folder)) return newestOfRun(folder);
  if (fs.existsSync(folder) && fs.statSync(folder).isDirectory()) {
    throw new NotFoundError(
      `${model} is neither a run nor a model: it has no model.json, and no checkpoint of music (config.json with weights_manifest.json).`,
    );
  }
  for (const name of [model, `@speil/model-${model}`]) {
    const found = installed(name, cwd);
    if (found !== undefined) return found;
  }
  throw new UnknownNameError(
    'model',
    model,
    [],
    `There is no run or model folder of that name, no package ${model}, no shipped model @speil/model-${model}.`,
  );
}

/** As `resolveModel`, for a command that is about pictures. @throws UsageError for a model of music. */
export function resolvePictureModel(model: string, cwd: string): ResolvedModel {
  const resolved = resolveModel(model, cwd);
  if (resolved.kind === 'images') return resolved;
  throw new UsageError(`${model} is a model of music; this command takes models of pictures.`);
}

/** Whether a MODEL is downloaded. */
export function isAddress(model: string): boolean {
  return /^https?:\/\//u.test(model);
}

/** By the files of a folder; undefined where it holds no model. */
function kindOf(folder: string): Kind | undefined {
  const has = (file: string): boolean => fs.existsSync(path.join(folder, file));
  if (has('model.json')) return 'images';
  if (!has('config.json')) return undefined;
  return has('weights_manifest.json') || has('manifest.json') || saysMusic(folder)
    ? 'music'
    : undefined;
}

/** A run has a config.json too; one that was left alone by its weights is still told from it. */
function saysMusic(folder: string): boolean {
  try {
    const file = path.join(folder, 'config.json');
    return fs.statSync(file).size < 2 ** 16 && fs.readFileSync(file, 'utf8').includes('"MusicVAE"');
  } catch {
    return false;
  }
}

function isRun(folder: string): boolean {
  return fs.existsSync(runPaths(folder).config);
}

function sound(kind: Kind, source: ModelSource): ResolvedModel {
  return { kind, source, warnings: [] };
}

function newestOfRun(folder: string): ResolvedModel {
  const { checkpoint, skipped } = latestCheckpoint(runPaths(folder).checkpoints);
  const warnings = skipped.map(({ reason }) => reason);
  if (checkpoint !== undefined)
    return { kind: 'images', source: fromFolder(checkpoint.folder), run: folder, warnings };
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
      return sound(kindOf(folder) ?? 'images', { ...fromFolder(folder), name });
    } catch (error) {
      if (!isSpeilError(error)) throw error;
    }
  }
  return undefined;
}
