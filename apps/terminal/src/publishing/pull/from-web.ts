/** A packed model in a folder of a web server. `SHA256SUMS` lists its files. */
import * as fs from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { NotFoundError } from '@speil/api';
import { downloadFile } from '@speil/core/node';
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import { readSums } from '../checksums.js';
import { sumsFile } from '../package-files.js';
import { downloadAll, type RemotePackage } from './remote-package.js';

/** @throws NotFoundError for an address without SHA256SUMS; NetworkError. */
export async function findOnWeb(address: string, io: Io): Promise<RemotePackage> {
  const folder = `${address.replace(/\/*$/u, '')}/`;
  if (!URL.canParse(folder)) {
    throw new UsageError(`The address is not valid. Received: ${address.slice(0, 200)}`);
  }
  const base = new URL(folder);
  io.progress.update(`reading ${base.href}${sumsFile}`);
  const { text, digest } = await readList(base);
  const sums = readSums(text, base.href.replace(/\/$/u, ''));
  const files = [...sums].map(([name, file]) => ({
    name,
    url: new URL(name, base),
    sums: { algorithm: 'sha256', file } as const,
  }));
  return {
    id: `${base.href}#${digest.slice(0, 12)}`,
    name: base.pathname.split('/').findLast((part) => part !== '') ?? base.hostname,
    count: files.length + 1,
    async fetchTo(folder, onProgress) {
      await downloadAll(files, folder, {}, onProgress);
      fs.writeFileSync(path.join(folder, sumsFile), text);
    },
  };
}

async function readList(base: URL): Promise<{ readonly text: string; readonly digest: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'speil-pull-'));
  const file = path.join(folder, sumsFile);
  try {
    await downloadFile(new URL(sumsFile, base), file, undefined, {
      advice: 'Check the connection and the address.',
    });
    const text = fs.readFileSync(file, 'utf8');
    const { createHash } = await import('node:crypto');
    return { text, digest: createHash('sha256').update(text).digest('hex') };
  } catch (error) {
    if (error instanceof Error && / answered 404 /u.test(error.message)) {
      throw new NotFoundError(
        `${base.href} has no ${sumsFile}, which lists the files of a packed model. Name the folder of a model that speil pack wrote.`,
        { cause: error },
      );
    }
    throw error;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
