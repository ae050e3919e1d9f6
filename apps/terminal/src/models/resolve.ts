/**
 * MODEL on a command line: a run folder, a model folder, an installed package, the name of a recipe whose model is
 * shipped, or the address of a checkpoint. The files decide which domain the model belongs to. A run means its newest
 * sound checkpoint (docs/decisions, 5): a damaged checkpoint does not fail the command. `RUN@best` is the checkpoint of
 * the best epoch, and `RUN@500` is the checkpoint of step 500.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CorruptError, NotFoundError, UnknownNameError, isSpeilError } from '@speil/api';
import { fromUrl, type ModelSource } from '@speil/core';
import { cachedSource, cacheFolder, fromFolder, packageFolder } from '@speil/core/node';
import {
  bestCheckpoint,
  latestCheckpoint,
  readCheckpoint,
  runPaths,
  type FoundCheckpoint,
} from '@speil/runs';
import type { DomainName, ResolvedModel } from '../domains/domain.js';
import {
  domainFacts,
  downloadable,
  recogniseModel,
  refuseFit,
  unrecognised,
} from '../domains/registry/domains.js';
import { UsageError } from '../io/exit.js';
import type { Io } from '../io/io.js';
import { suggestFolders } from '../report/paths.js';

/** Where a model is looked for. */
export type Surroundings = Pick<Io, 'cwd' | 'env'>;

/**
 * @param model as written on the command line.
 * @throws UnknownNameError that lists the possibilities that were tried; NotFoundError for a folder without a model.
 */
export function resolveModel(model: string, { cwd, env }: Surroundings): ResolvedModel {
  if (/^https?:\/\//u.test(model)) {
    const source = cachedSource(fromUrl(model), cacheFolder('models', env));
    return { name: model, ...downloadable(), source, isRemote: true, warnings: [] };
  }
  const folder = path.resolve(cwd, model);
  const [, run, which] = /^(.+)@(best|\d{1,15})$/u.exec(model) ?? [];
  if (run !== undefined && !fs.existsSync(folder) && isRun(path.resolve(cwd, run))) {
    return checkpointOfRun(model, path.resolve(cwd, run), run, which!);
  }
  const found = identify(folder);
  if (found !== undefined) {
    const run = path.dirname(path.dirname(folder));
    const inRun =
      found.form === 'model' && path.dirname(folder) === runPaths(run).checkpoints && isRun(run);
    const source = fromFolder(folder);
    return { name: model, ...found, source, folder, ...(inRun && { run }), warnings: [] };
  }
  if (isRun(folder)) return newestOfRun(model, folder);
  if (fs.existsSync(folder) && fs.statSync(folder).isDirectory()) {
    const newest = fs
      .readdirSync(folder)
      .filter((name) => isRun(path.join(folder, name)))
      .sort()
      .at(-1);
    if (newest !== undefined) {
      throw new NotFoundError(
        `${model} holds runs and is not one itself. Name a run, such as ${path.join(model, newest)}.`,
      );
    }
    throw new NotFoundError(
      `${model} is neither a run nor a model: it has no model.json, and no checkpoint of music (config.json with weights_manifest.json).`,
    );
  }
  for (const name of [model, `@speil/model-${model}`]) {
    const shipped = findInstalled(model, name, cwd);
    if (shipped !== undefined) return shipped;
  }
  // A path is not the name of a package, unless the name has a scope.
  const isBare = /^[^/\\]+$/u.test(model);
  const packages = isBare
    ? `, no package ${model}, no shipped model @speil/model-${model}`
    : model.startsWith('@')
      ? `, no package ${model}`
      : '';
  throw new UnknownNameError(
    'model',
    model,
    suggestFolders(model, cwd),
    `There is no run or model folder of that name${packages}.${isBare ? ' Train one with speil train, and name the run’s folder.' : ''}`,
  );
}

/** Like `resolveModel`, but for a command on pictures. @throws UsageError for a model of another domain. */
export function resolvePictureModel(model: string, surroundings: Surroundings): ResolvedModel {
  return resolveModelOf('images', model, surroundings);
}

/** Like `resolveModel`, but for a command on music. @throws UsageError for a model of another domain. */
export function resolveMusicModel(model: string, surroundings: Surroundings): ResolvedModel {
  return resolveModelOf('music', model, surroundings);
}

function resolveModelOf(
  domain: DomainName,
  model: string,
  surroundings: Surroundings,
): ResolvedModel {
  const resolved = resolveModel(model, surroundings);
  if (resolved.domain === domain) return resolved;
  throw new UsageError(
    `${model} is a model of ${domainFacts(resolved.domain).items}; this command takes models of ${domainFacts(domain).items}.`,
  );
}

/** Reports which checkpoints of a run were damaged. @returns the same model. */
export function reportWarnings(model: ResolvedModel, io: Pick<Io, 'err'>): ResolvedModel {
  for (const warning of model.warnings) io.err(`speil: ${warning} An earlier one is used.`);
  return model;
}

/**
 * Resolves a model and reports its warnings. @throws what `resolveModel` throws; UsageError if `--fit` does not apply.
 */
export function findModel(
  name: string,
  { fit }: { readonly fit?: string },
  io: Surroundings & Pick<Io, 'err'>,
): ResolvedModel {
  const model = resolveModel(name, io);
  refuseFit(model.domain, name, fit);
  return reportWarnings(model, io);
}

/** Like `findModel`, but for a command on pictures. @throws UsageError for a model of another domain. */
export function findPictureModel(name: string, io: Surroundings & Pick<Io, 'err'>): ResolvedModel {
  return reportWarnings(resolvePictureModel(name, io), io);
}

/** Like `findModel`, but for a command on music. @throws UsageError for a model of another domain. */
export function findMusicModel(name: string, io: Surroundings & Pick<Io, 'err'>): ResolvedModel {
  return reportWarnings(resolveMusicModel(name, io), io);
}

/** @returns undefined for a folder without a model. */
function identify(folder: string): ReturnType<typeof recogniseModel> {
  return recogniseModel({
    has: (file) => fs.existsSync(path.join(folder, file)),
    json: (file) => peek(path.join(folder, file)),
  });
}

const peekLimit = 2 ** 24;

/**
 * The object in a JSON file, without validation. It is empty if the file cannot be read, which the reader of models
 * reports.
 */
function peek(file: string): Readonly<Record<string, unknown>> {
  try {
    if (fs.statSync(file).size > peekLimit) return {};
    const value: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Whether a folder holds a run. */
export function isRun(folder: string): boolean {
  return fs.existsSync(runPaths(folder).config);
}

/** @param shown the run as the person wrote it. @param which `best`, or a step. */
function checkpointOfRun(
  name: string,
  folder: string,
  shown: string,
  which: string,
): ResolvedModel {
  const { checkpoints } = runPaths(folder);
  if (which === 'best') {
    const found = bestCheckpoint(checkpoints);
    if (found.checkpoint?.best === false) {
      throw new NotFoundError(
        `${shown} has no checkpoint of its best epoch. Its newest checkpoint is: ${shown}`,
      );
    }
    return ofRun(name, folder, found);
  }
  const steps = fs
    .readdirSync(checkpoints)
    .flatMap((name) => /^step-(\d+)$/u.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  if (!steps.includes(Number(which))) {
    throw new NotFoundError(
      `${shown} has no checkpoint of step ${which}. Steps with a checkpoint: ${steps.join(', ')}.`,
    );
  }
  const target = path.join(checkpoints, `step-${which.padStart(6, '0')}`);
  return ofRun(name, folder, { checkpoint: readCheckpoint(target), skipped: [] });
}

function newestOfRun(name: string, folder: string): ResolvedModel {
  return ofRun(name, folder, latestCheckpoint(runPaths(folder).checkpoints));
}

function ofRun(
  name: string,
  folder: string,
  { checkpoint, skipped }: FoundCheckpoint,
): ResolvedModel {
  const warnings = skipped.map(({ reason }) => reason);
  if (checkpoint !== undefined) {
    const { folder: target } = checkpoint;
    const found = identify(target) ?? unrecognised;
    const source = fromFolder(target);
    return { name, ...found, source, folder: target, run: folder, warnings };
  }
  if (warnings.length > 0) {
    throw new CorruptError(`No checkpoint of ${folder} is sound. ${warnings[0]}`);
  }
  throw new NotFoundError(`${folder} has no checkpoint yet.`);
}

/** Searches the command's own packages first, then the packages of the person's folder. */
function findInstalled(model: string, name: string, cwd: string): ResolvedModel | undefined {
  if (!/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/u.test(name)) return undefined;
  for (const from of [import.meta.url, pathToFileURL(path.join(cwd, 'package.json')).href]) {
    try {
      const folder = packageFolder(name, from);
      const source: ModelSource = { ...fromFolder(folder), name };
      return { name: model, ...(identify(folder) ?? unrecognised), source, folder, warnings: [] };
    } catch (error) {
      if (!isSpeilError(error)) throw error;
    }
  }
  return undefined;
}
