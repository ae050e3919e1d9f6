/**
 * MODEL on a command line: a run folder, a model folder, an installed package, or the name of a recipe whose model is
 * shipped. A run stands for its newest sound checkpoint (docs/decisions, 5): damage costs that checkpoint, not the command.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CorruptError, NotFoundError, UnknownNameError, isSpeilError } from '@speil/api';
import { fromFolder, fromPackage } from '@speil/core/node';
import type { ModelSource } from '@speil/core';
import { latestCheckpoint, runPaths } from '@speil/runs';

export interface ResolvedModel {
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
export function resolveModel(model: string, cwd: string): ResolvedModel {
  const folder = path.resolve(cwd, model);
  if (fs.existsSync(path.join(folder, 'model.json'))) {
    const run = path.dirname(path.dirname(folder));
    const inRun = path.dirname(folder) === runPaths(run).checkpoints && isRun(run);
    return { ...sound(fromFolder(folder)), ...(inRun && { run }) };
  }
  if (isRun(folder)) return newestOfRun(folder);
  if (fs.existsSync(folder) && fs.statSync(folder).isDirectory()) {
    throw new NotFoundError(`${model} is neither a run nor a model: it has no model.json.`);
  }
  for (const name of [model, `@speil/model-${model}`]) {
    const source = installed(name, cwd);
    if (source !== undefined) return sound(source);
  }
  throw new UnknownNameError(
    'model',
    model,
    [],
    `There is no run or model folder of that name, no package ${model}, no shipped model @speil/model-${model}.`,
  );
}

function isRun(folder: string): boolean {
  return fs.existsSync(runPaths(folder).config);
}

function sound(source: ModelSource): ResolvedModel {
  return { source, warnings: [] };
}

function newestOfRun(folder: string): ResolvedModel {
  const { checkpoint, skipped } = latestCheckpoint(runPaths(folder).checkpoints);
  const warnings = skipped.map(({ reason }) => reason);
  if (checkpoint !== undefined)
    return { source: fromFolder(checkpoint.folder), run: folder, warnings };
  if (warnings.length > 0) {
    throw new CorruptError(`No checkpoint of ${folder} is sound. ${warnings[0]}`);
  }
  throw new NotFoundError(`${folder} has no checkpoint yet.`);
}

/** Looks beside the command's own packages, then from the folder that the person is in. */
function installed(name: string, cwd: string): ModelSource | undefined {
  if (!/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/u.test(name)) return undefined;
  for (const from of [import.meta.url, pathToFileURL(path.join(cwd, 'package.json')).href]) {
    try {
      return fromPackage(name, from);
    } catch (error) {
      if (!isSpeilError(error)) throw error;
    }
  }
  return undefined;
}
