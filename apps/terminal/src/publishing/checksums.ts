/**
 * `SHA256SUMS`: the checksum of each file of a model package, in the format of `sha256sum`, so that
 * `sha256sum -c SHA256SUMS` checks a package without Speil.
 */
import { createHash } from 'node:crypto';
import { CorruptError, InvalidFileError } from '@speil/api';
import type { NamedFiles } from '../domains/domain.js';
import { isModelFile, sumsFile } from './package-files.js';

/** @returns the text of `SHA256SUMS` for all files but itself, sorted by name. */
export function writeSums(files: NamedFiles): string {
  return Object.entries(files)
    .filter(([name]) => name !== sumsFile)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => `${sumOf(bytes)}  ${name}\n`)
    .join('');
}

const mostLines = 1000;

/**
 * @param shown the package, for messages.
 * @returns the checksum of each file by its name.
 * @throws InvalidFileError for a line that is not a checksum of a model's file.
 */
export function readSums(text: string, shown: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines.length > mostLines) {
    throw new InvalidFileError(`${shown}/${sumsFile} may have ${mostLines} lines. Received: more.`);
  }
  return new Map(
    lines.map((line, i) => {
      const [, sum, name] = /^([0-9a-f]{64}) [ *](.{1,200})$/u.exec(line) ?? [];
      if (sum === undefined || name === undefined || !isModelFile(name)) {
        throw new InvalidFileError(
          `${shown}/${sumsFile} must have a sha256 and the name of a model's file in each line. Received in line ${i + 1}: ${JSON.stringify(line.slice(0, 100))}.`,
        );
      }
      return [name, sum];
    }),
  );
}

/**
 * Compares the files of a package with its checksums.
 *
 * @param shown the package, for messages.
 * @throws CorruptError that names the files that are changed, missing or unknown.
 */
export function checkSums(
  files: NamedFiles,
  sums: ReadonlyMap<string, string>,
  shown: string,
): void {
  const known = Object.keys(files).filter((name) => name !== sumsFile);
  const faults = [
    ...known.filter((name) => sums.has(name) && sumOf(files[name]!) !== sums.get(name)),
    ...[...sums.keys()].filter((name) => !known.includes(name)).map((name) => `${name} (missing)`),
    ...known.filter((name) => !sums.has(name)).map((name) => `${name} (not listed)`),
  ];
  if (faults.length === 0) return;
  throw new CorruptError(
    `${shown} is not what was packed: ${faults.join(', ')}. Copy the model again, or run speil pack ${shown} if you changed it yourself.`,
  );
}

function sumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
