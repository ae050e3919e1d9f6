/** Gets a named dataset from its official address into a folder of its name. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidArgumentError, StorageError, UnknownNameError } from '@speil/api';
import { idxParts, namedDatasets } from './catalogue.js';
import { fetchCifar } from './cifar.js';
import { downloadFile, type DownloadOptions } from './download.js';
import { cacheFolder } from './find.js';

export type { FetchProgress } from './download.js';

export interface FetchOptions extends DownloadOptions {
  /** The dataset goes into a subfolder of its name. Default: the user's cache. */
  readonly dir?: string;
  /** Another address of the folder with the files, such as a mirror. */
  readonly baseUrl?: string;
}

/**
 * @returns the folder.
 * @throws UnknownNameError, InvalidArgumentError (no official download), NetworkError, CorruptError, StorageError.
 */
export async function fetchDataset(name: string, options: FetchOptions = {}): Promise<string> {
  const dataset = namedDatasets.find((candidate) => candidate.name === name);
  if (dataset === undefined) {
    throw new UnknownNameError(
      'dataset',
      name,
      namedDatasets.map((candidate) => candidate.name),
    );
  }
  if (dataset.format === 'generated') {
    throw new InvalidArgumentError(`Dataset ${name} is generated; there is nothing to fetch.`);
  }
  const { download } = dataset;
  if (download === undefined) {
    throw new InvalidArgumentError(
      dataset.format === 'idx' && dataset.prefix !== ''
        ? `EMNIST comes as one archive (gzip.zip) from NIST's page; unpack ${dataset.prefix}*.gz into a folder and name it with --data-dir.`
        : `Dataset ${name} is embedded; there is nothing to fetch.`,
    );
  }
  const folder = join(options.dir ?? cacheFolder(), name);
  try {
    await mkdir(folder, { recursive: true });
    const base = (options.baseUrl ?? download.address).replace(/\/*$/u, '/');
    if (dataset.format === 'cifar') await fetchCifar(dataset, base, folder, options);
    else {
      for (const part of idxParts) {
        const file = `${part}-${part.endsWith('images') ? 'idx3' : 'idx1'}-ubyte.gz`;
        await downloadFile(
          new URL(file, base),
          join(folder, file),
          dataset.download!.md5[part],
          options,
        );
      }
    }
  } catch (error) {
    throw readable(error, folder);
  }
  return folder;
}

function readable(error: unknown, folder: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && /^E[A-Z]+$/u.test(code)) {
    return new StorageError(`${folder} could not be written: ${code}.`, { cause: error });
  }
  return error as Error;
}
