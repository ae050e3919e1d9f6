/**
 * Hands a packed model over: to a folder, to the Hugging Face hub or to npm's registry. The package is checked first,
 * and only the files of the model leave the folder.
 */
import * as path from 'node:path';
import { InvalidFileError, NotFoundError } from '@speil/api';
import type { NamedFiles, ResolvedModel } from '../../domains/domain.js';
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
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

/** @returns where the model is now, for people. @throws what the destination throws. */
export async function pushPackage(
  checked: CheckedPackage,
  options: PushOptions,
  io: Io,
): Promise<string> {
  const { to } = options;
  if (to.startsWith('hf:')) {
    const { pushToHub } = await import('./to-hub.js');
    return pushToHub(checked, to.slice('hf:'.length), options, io);
  }
  if (to === 'npm') {
    const { pushToRegistry } = await import('./to-registry.js');
    return pushToRegistry(checked, options, io);
  }
  if (/^[a-z]{2,}:/u.test(to)) {
    throw new UsageError(
      `--to must be hf:OWNER/NAME, npm or a folder. Received: ${to.slice(0, 100)}`,
    );
  }
  const { pushToFolder } = await import('./to-folder.js');
  return pushToFolder(checked, options, io);
}
