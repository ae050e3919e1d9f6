/**
 * Caches optimised graphs on disk. A file that is damaged, or was written by another version or for another processor,
 * counts as absent.
 */
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fingerprint } from '../ir/fingerprint.js';
import type { Graph } from '../ir/graph.js';

/** Increase it whenever lowerings, passes or the file format change. */
const version = 2;
const magic = `speil compiled graph ${version}`;

/** @param settings further settings on which the compiled graph depends. */
export function cachePath(folder: string, graph: Graph, settings: string): string {
  const machine = [process.platform, process.arch, cpus()[0]?.model ?? ''].join(' ');
  const text = fingerprint(graph, (values) =>
    sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );
  return join(folder, `${sha256([magic, machine, settings, text].join('\n'))}.speil`);
}

/** @returns the graph's bytes; undefined if there is no valid file. */
export async function readCached(path: string): Promise<Uint8Array | undefined> {
  try {
    const file = await readFile(path);
    const end = file.indexOf(10);
    const bytes = new Uint8Array(file.subarray(end + 1));
    const sound = file.subarray(0, end).toString('utf8') === headerOf(bytes);
    return sound ? bytes : undefined;
  } catch {
    // The graph is compiled again, which reports errors if there are any.
    return undefined;
  }
}

/**
 * Writes a graph to the cache. Failures are ignored.
 *
 * @param folder a folder on the same disk, in which the file is written before it is renamed.
 */
export async function writeCached(path: string, bytes: Uint8Array, folder: string): Promise<void> {
  const temporary = join(folder, 'whole');
  try {
    await writeFile(temporary, Buffer.concat([Buffer.from(`${headerOf(bytes)}\n`), bytes]));
    await rename(temporary, path);
  } catch {
    // The graph is compiled again by the next process.
  }
}

function headerOf(bytes: Uint8Array): string {
  return `${magic} ${sha256(bytes)}`;
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
