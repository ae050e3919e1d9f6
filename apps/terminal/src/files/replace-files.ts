/** Writes several files of a folder together: all are complete before the first replaces an old one. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { guardStorage } from '@speil/runs';
import { makeFolderFor } from './files.js';

/**
 * A folder in the paths of the files, such as `examples` in `examples/a.mid`, replaces the old folder as a whole.
 *
 * @param folder an absolute path. @param shown the folder as the person wrote it. @throws StorageError.
 */
export function replaceFiles(
  folder: string,
  shown: string,
  files: Readonly<Record<string, Uint8Array>>,
): void {
  makeFolderFor(folder, shown);
  guardStorage('write', shown, () => replaceAll(folder, files));
}

function replaceAll(folder: string, files: Readonly<Record<string, Uint8Array>>): void {
  // The files are first written beside the folder, so that a full disk leaves the folder unchanged.
  const draft = fs.mkdtempSync(path.join(path.dirname(folder), `.${path.basename(folder)}-`));
  try {
    for (const [name, bytes] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(draft, name)), { recursive: true });
      fs.writeFileSync(path.join(draft, name), bytes);
    }
    for (const entry of fs.readdirSync(draft)) {
      fs.rmSync(path.join(folder, entry), { recursive: true, force: true });
      fs.renameSync(path.join(draft, entry), path.join(folder, entry));
    }
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}
