/**
 * Downloads a named dataset of notes from its official URL into a folder with the dataset's name. The archive is not
 * unpacked.
 */
import { join } from 'node:path';
import { InvalidArgumentError, UnknownNameError } from '@speil/api';
import { downloadFile, fetchInto, type FetchOptions } from '@speil/core/node';
import { namedNotes, type NamedNotes } from './catalogue.js';

/**
 * Downloads a collection of notes from its publisher, and checks its checksum.
 *
 * @returns the folder.
 * @throws UnknownNameError, InvalidArgumentError (no official download), NetworkError, CorruptError, StorageError.
 */
export async function fetchNotes(name: string, options: FetchOptions = {}): Promise<string> {
  const datasets: readonly NamedNotes[] = namedNotes;
  const dataset = datasets.find((candidate) => candidate.name === name);
  if (dataset === undefined) {
    throw new UnknownNameError(
      'notes',
      name,
      datasets.map((candidate) => candidate.name),
    );
  }
  const { download, files } = dataset;
  if (download === undefined) {
    throw new InvalidArgumentError(
      `Dataset ${name} has no official download in this format: put ${files[0]} into a folder, and give the folder with --data-dir.`,
    );
  }
  return fetchInto(name, download.address, options, (base, folder) =>
    downloadFile(
      new URL(download.file, base),
      join(folder, download.file),
      { algorithm: 'sha256', file: download.sha256 },
      options,
    ),
  );
}
