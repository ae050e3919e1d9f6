/// <reference types="node" />
/**
 * A source that caches its files on the disk, so that a checkpoint from the web is downloaded only once. Each cached
 * file is checked with its checksum, and a damaged file is read from the source again.
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
 * Keeps the files of a source in a folder, so that each is downloaded once.
 *
 * @param source a source whose name, such as a URL, identifies it. Its files are assumed not to change: delete the
 *   folder to read them again.
 * @param folder the folder for the cached files, created with the first file. Without write access nothing is cached.
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

/** Writes a file under a temporary name and renames it, so that a reader sees the whole file or none. */
async function keep(path: string, folder: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    makeFolder(folder);
    await writeFile(draft, joinBytes([sha256(bytes), bytes]));
    await rename(draft, path);
  } catch {
    // On a full or read-only disk the file is not cached; the next start downloads it again.
    await rm(draft, { force: true }).catch(() => undefined);
  }
}
