/// <reference types="node" />
/**
 * A source whose files are kept on the disk once they are read: a checkpoint from the web is loaded once. What is kept is held
 * to its own checksum, so that a half-written or flipped file is read anew instead of used.
 */
import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { joinBytes } from '@speil/api';
import { makeFolder } from '@speil/api/node';
import { sha256Hex } from '../files/model-files.js';
import { checkedName, type ModelSource } from '../files/sources.js';

const sumBytes = 32;

/**
 * @param source whose name says where it is, such as an address. What lies there is taken not to change: delete the folder to
 *   read it anew.
 * @param folder for the kept files; made when the first is kept. Where nothing can be written, nothing is kept.
 */
export function cachedSource(source: ModelSource, folder: string): ModelSource {
  return {
    name: source.name,
    async read(file) {
      const place = sha256Hex(new TextEncoder().encode(`${source.name}\n${checkedName(file)}`));
      const path = join(folder, place);
      const kept = await sound(path);
      if (kept !== undefined) return kept;
      const bytes = await source.read(file);
      await keep(path, folder, bytes);
      return bytes;
    },
  };
}

async function sound(path: string): Promise<Uint8Array | undefined> {
  let whole: Uint8Array;
  try {
    whole = await readFile(path);
  } catch {
    return undefined;
  }
  const [sum, bytes] = [whole.subarray(0, sumBytes), whole.slice(sumBytes)];
  return sha256(bytes).every((byte, i) => byte === sum[i]) ? bytes : undefined;
}

/** Under another name first: a reader sees all of it or nothing. */
async function keep(path: string, folder: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    makeFolder(folder);
    await writeFile(draft, joinBytes([sha256(bytes), bytes]));
    await rename(draft, path);
  } catch {
    // A full or closed disk costs the next start a download, and this one nothing.
    await rm(draft, { force: true }).catch(() => undefined);
  }
}
