/**
 * The files of a model package: which names it may have, and how they are read from a folder. A package holds data
 * only; a file of another name, such as a script, is never read, written or downloaded as part of a model.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { InvalidFileError, isSpeilError } from '@speil/api';
import type { ModelSource } from '@speil/core';
import { guardStorage } from '@speil/runs';
import type { NamedFiles } from '../domains/domain.js';

export const cardFile = 'README.md';
export const resultsFile = 'eval_results.yaml';
export const recordFile = 'training.json';
export const sumsFile = 'SHA256SUMS';
export const recipeFile = 'recipe.json';

/** Upper bound on one file and on a whole package, in bytes. */
export const packageLimits = { file: 200 * 2 ** 20, whole: 500 * 2 ** 20 } as const;

const names: readonly RegExp[] = [
  // Speil's own format, and a checkpoint of magenta-js.
  /^(?:model|config|weights_manifest|golden|recipe|training)\.json$/u,
  /^weights\.safetensors$/u,
  /^group\d{1,3}-shard\d{1,3}of\d{1,3}$/u,
  /^(?:README\.md|LICENSE|eval_results\.yaml|SHA256SUMS)$/u,
  /^examples\/[\w-]{1,80}\.mid$/u,
  /^atlas\/[\w-]{1,80}\.(?:json|png|bin)$/u,
];

/** Whether a file of this name, relative to the package's folder with `/`, may be part of a model. */
export function isModelFile(name: string): boolean {
  return names.some((pattern) => pattern.test(name));
}

/** The folders of a package that may hold files of the model; others, such as node_modules, are not looked at. */
const folders = ['', 'examples/', 'atlas/'];

/** Lists the files of a model in a folder, sorted, relative to it. Links are left out. */
export function listModelFiles(folder: string): readonly string[] {
  return guardStorage('read', folder, () =>
    folders
      .filter((name) => name === '' || fs.existsSync(path.join(folder, name)))
      .flatMap((name) =>
        fs
          .readdirSync(path.join(folder, name), { withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => name + entry.name),
      )
      .filter(isModelFile)
      .sort(),
  );
}

/** Reads the files of a model in a folder. @throws InvalidFileError for more than a package may have; StorageError. */
export function readModelFiles(folder: string): NamedFiles {
  let whole = 0;
  const files = listModelFiles(folder).map((name): [string, Uint8Array] => {
    const file = path.join(folder, name);
    return guardStorage('read', file, () => {
      const { size } = fs.statSync(file);
      refuseLarge(name, size, (whole += size));
      return [name, fs.readFileSync(file)];
    });
  });
  return Object.fromEntries(files);
}

/** Whether `speil pack` writes a file of this name: one that it no longer writes is out of date. */
export function isGenerated(name: string): boolean {
  return isModelFile(name) && name !== 'LICENSE' && !name.startsWith('atlas/');
}

/** Reads a text file of a model. @returns undefined if the model does not have it. */
export async function readText(source: ModelSource, file: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await source.read(file));
  } catch (error) {
    if (isSpeilError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** @param whole the size of the package up to this file. @throws InvalidFileError for more than is allowed. */
export function refuseLarge(name: string, size: number, whole: number): void {
  if (size > packageLimits.file) {
    throw new InvalidFileError(
      `A file of a model may have ${packageLimits.file} bytes. Received: ${name} with ${size}.`,
    );
  }
  if (whole > packageLimits.whole) {
    throw new InvalidFileError(
      `The files of a model may have ${packageLimits.whole} bytes together. Received: more, at ${name}.`,
    );
  }
}
