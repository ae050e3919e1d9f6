/** Places to write, looked at before anything is computed for them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { StorageError } from '@speil/api';

/**
 * Of a link that leads nowhere the system says only that something is not there; this names the link.
 *
 * @param folder to write in, in full; it need not be there.
 * @param shown what is to be written, as the person wrote it.
 * @throws StorageError where the folder, or one above it, is such a link.
 */
export function refuseDeadLink(folder: string, shown: string): void {
  for (let place = folder; !fs.existsSync(place); place = path.dirname(place)) {
    const target = linkTarget(place);
    if (target === undefined) continue;
    throw new StorageError(
      `Cannot write ${shown}: ${place} is a link to ${target}, which does not exist. Make that folder, or remove the link.`,
    );
  }
}

function linkTarget(place: string): string | undefined {
  try {
    return fs.readlinkSync(place);
  } catch {
    // Not there at all, or no link.
    return undefined;
  }
}

/** The number of the i-th file, from 1, in three digits however many files there are: names sort, and stay the same. */
export function numbered(i: number): string {
  return String(i + 1).padStart(3, '0');
}
