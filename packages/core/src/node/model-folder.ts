/// <reference types="node" />
/** Reads models from folders and from installed packages. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { InvalidFileError, NotFoundError, StorageError } from '@speil/api';
import { checkedName, modelFileLimit, type ModelSource } from '../files/sources.js';

/** A model folder on the disk. A link to a file outside the folder is refused. */
export function fromFolder(folder: string): ModelSource {
  const root = resolve(folder);
  return {
    name: folder,
    async read(file) {
      const path = join(root, checkedName(file));
      try {
        const [realRoot, real] = await Promise.all([realpath(root), realpath(path)]);
        if (!real.startsWith(realRoot + sep)) {
          throw new InvalidFileError(`${path} is a link out of its folder.`);
        }
        const { size } = await stat(real);
        if (size > modelFileLimit) {
          throw new InvalidFileError(`${path} has ${size} bytes; ${modelFileLimit} are allowed.`);
        }
        return await readFile(real);
      } catch (error) {
        throw readable(error, path);
      }
    },
  };
}

/**
 * An installed model package.
 *
 * @param name the package's name, such as `@speil/model-mnist-vae`.
 * @param from the URL of a module; the search starts there. Default: this package.
 */
export function fromPackage(name: string, from: string = import.meta.url): ModelSource {
  return { ...fromFolder(packageFolder(name, from)), name };
}

/** The folder of an installed package. @throws NotFoundError. */
export function packageFolder(name: string, from: string = import.meta.url): string {
  try {
    return dirname(createRequire(from).resolve(`${name}/package.json`));
  } catch (error) {
    throw new NotFoundError(`Package ${name} is not installed. Run: npm install ${name}`, {
      cause: error,
    });
  }
}

function readable(error: unknown, path: string): Error {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new NotFoundError(`${path} does not exist.`, { cause: error });
  }
  if (code !== undefined && error instanceof Error) {
    if (code.startsWith('E')) {
      return new StorageError(`${path} could not be read: ${code}.`, { cause: error });
    }
  }
  return error as Error;
}
