/** Downloads a named dataset from its official URL into a folder with the dataset's name. */
import { join } from 'node:path';
import { InvalidArgumentError, UnknownNameError } from '@speil/api';
import { downloadFile, fetchInto, type FetchOptions } from '@speil/core/node';
import { idxParts, namedDatasets } from './catalogue.js';
import { fetchCifar } from './cifar.js';

/**
 * Downloads a dataset from its publisher, and checks its checksums.
 *
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
        ? `EMNIST comes as one archive (gzip.zip) from NIST's page; unpack ${dataset.prefix}*.gz into a folder, and give the folder with --data-dir.`
        : `Dataset ${name} is embedded; there is nothing to fetch.`,
    );
  }
  return fetchInto(name, download.address, options, async (base, folder) => {
    if (dataset.format === 'cifar') return fetchCifar(dataset, base, folder, options);
    for (const part of idxParts) {
      const file = `${part}-${part.endsWith('images') ? 'idx3' : 'idx1'}-ubyte.gz`;
      const { gzip, raw } = dataset.download!.md5[part];
      const sums = { algorithm: 'md5', file: gzip, unpacked: raw } as const;
      await downloadFile(new URL(file, base), join(folder, file), sums, options);
    }
  });
}
