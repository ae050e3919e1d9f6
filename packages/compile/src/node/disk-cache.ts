/**
 * Graphs on disk as the runtime optimised them, so that this is not done again. A file that is damaged, or was made by
 * another version or for another processor, counts as absent.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fingerprint } from '../ir/fingerprint.js';
import type { Graph } from '../ir/graph.js';

/** Changes whenever the same graph is written otherwise: lowerings, passes, the file's form. */
const version = 1;
const magic = `speil compiled graph ${version}`;

/** @param settings what the result depends on beside the graph. */
export function cachePath(folder: string, graph: Graph, settings: string): string {
  const machine = [process.platform, process.arch, cpus()[0]?.model ?? ''].join(' ');
  const text = fingerprint(graph, (values) =>
    sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );
  return join(folder, `${sha256([magic, machine, settings, text].join('\n'))}.speil`);
}

/** @returns the graph's bytes; undefined where there are none that are sound. */
export async function readCached(path: string): Promise<Uint8Array | undefined> {
  try {
    const file = await readFile(path);
    const end = file.indexOf(10);
    const bytes = new Uint8Array(file.subarray(end + 1));
    const sound = file.subarray(0, end).toString('utf8') === headerOf(bytes);
    return sound ? bytes : undefined;
  } catch {
    // It is made anew, and that says what is wrong if something is.
    return undefined;
  }
}

/** Keeps a graph; that it cannot be kept is no failure. */
export async function writeCached(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.${randomUUID()}`;
  try {
    await writeFile(temporary, Buffer.concat([Buffer.from(`${headerOf(bytes)}\n`), bytes]));
    await rename(temporary, path);
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

function headerOf(bytes: Uint8Array): string {
  return `${magic} ${sha256(bytes)}`;
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
