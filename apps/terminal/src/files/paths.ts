/** Output paths. They are checked before the computation starts, and named so that no file overwrites another. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { StorageError } from '@speil/api';

/**
 * Rejects a dead link with a message that names it. The system would only say that something does not exist.
 *
 * @param folder absolute path of the folder to write to; it need not exist.
 * @param shown what is to be written, as the person wrote it.
 * @throws StorageError if the folder, or one above it, is a dead link.
 */
export function refuseDeadLink(folder: string, shown: string): void {
  for (let at = folder; !fs.existsSync(at); at = path.dirname(at)) {
    const target = linkTarget(at);
    if (target === undefined) continue;
    throw new StorageError(
      `Cannot write ${shown}: ${at} is a link to ${target}, which does not exist. Make that folder, or remove the link.`,
    );
  }
}

function linkTarget(file: string): string | undefined {
  try {
    return fs.readlinkSync(file);
  } catch {
    // The path does not exist, or is not a link.
    return undefined;
  }
}

/**
 * The number of the i-th file, from 1, with at least three digits, so that names sort and do not depend on the count.
 */
export function numbered(i: number): string {
  return String(i + 1).padStart(3, '0');
}

/**
 * @returns a distinct file name for each source, even if sources from different folders have the same name, or a source
 * has the name of the montage.
 */
export function outputNames(
  sources: readonly string[],
  montage = 'pairs.png',
  extension = '.png',
): readonly string[] {
  const taken = new Set([montage]);
  return sources.map((source) => {
    const base = path
      .basename(source)
      .replace(/\.(png|jpe?g|jfif|midi?|mxl|musicxml|xml|abc)$/iu, '');
    let name = `${base}${extension}`;
    for (let n = 2; taken.has(name); n++) name = `${base}-${n}${extension}`;
    taken.add(name);
    return name;
  });
}
