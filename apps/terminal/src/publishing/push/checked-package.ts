/** What may be published: a packed model with a card that names a licence, as it was packed, and not too large. */
import * as path from 'node:path';
import { InvalidFileError, NotFoundError } from '@speil/api';
import type { NamedFiles, ResolvedModel } from '../../domains/domain.js';
import { UsageError } from '../../io/exit.js';
import { readCard, type FrontMatter } from '../card.js';
import { checkSums, readSums } from '../checksums.js';
import { cardFile, readModelFiles, sumsFile } from '../package-files.js';

export interface PushOptions {
  readonly to: string;
  /** Upper bound on all files, in bytes. */
  readonly maxBytes: number;
  readonly isPrivate: boolean;
  readonly dryRun: boolean;
}

/** A packed model that may be published. */
export interface CheckedPackage {
  readonly name: string;
  readonly folder: string;
  readonly files: NamedFiles;
  readonly card: FrontMatter;
  readonly bytes: number;
}

/** A file that is published, with its size. */
export interface PushedFile {
  readonly name: string;
  readonly bytes: number;
}

export interface Pushed {
  /** Where the model is now, for people. */
  readonly place: string;
  /** All files that are there. */
  readonly files: readonly PushedFile[];
}

/** @returns the names and sizes of files, sorted by name. */
export function sizesOf(files: NamedFiles): readonly PushedFile[] {
  return Object.entries(files)
    .map(([name, { length }]) => ({ name, bytes: length }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @throws UsageError, NotFoundError, CorruptError or InvalidFileError for what must not be published. */
export function checkPackage(
  { name, folder, run }: ResolvedModel,
  { maxBytes }: Pick<PushOptions, 'maxBytes'>,
): CheckedPackage {
  if (folder === undefined || run !== undefined) {
    throw new UsageError(
      `Only a packed model can be pushed. Received: ${name}. First: speil pack ${name} -o my-model`,
    );
  }
  const files = readModelFiles(folder);
  const text = (file: string): string | undefined =>
    files[file] && new TextDecoder().decode(files[file]);
  const sums = text(sumsFile);
  const card = text(cardFile);
  if (sums === undefined || card === undefined) {
    throw new NotFoundError(
      `${name} has no ${sums === undefined ? sumsFile : `card (${cardFile})`}, so it is not published. Pack it: speil pack ${name}`,
    );
  }
  const matter = readCard(card, name);
  checkSums(files, readSums(sums, name), name);
  const bytes = Object.values(files).reduce((sum, { length }) => sum + length, 0);
  if (bytes > maxBytes) {
    throw new InvalidFileError(
      `${name} has ${bytes} bytes; at most ${maxBytes} are published. Allow more with --max-size, or make the model smaller.`,
    );
  }
  return { name: path.basename(folder), folder, files, card: matter, bytes };
}
