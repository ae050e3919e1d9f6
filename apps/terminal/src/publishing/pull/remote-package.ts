/** A packed model at some place, and how its files are downloaded. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { CorruptError, InvalidFileError } from '@speil/api';
import { makeFolder } from '@speil/api/node';
import { downloadFile, type Sums } from '@speil/core/node';
import { guardStorage } from '@speil/runs';
import { isModelFile, packageLimits } from '../package-files.js';

/** A file to download. */
export interface RemoteFile {
  readonly name: string;
  readonly url: URL;
  /** Bytes, if the server says so. */
  readonly size?: number;
  readonly sums?: Sums;
}

/** A packed model at some place. */
export interface RemotePackage {
  /** The place with its version: it identifies the files in the cache. */
  readonly id: string;
  /** The last part of the name, for the folder. */
  readonly name: string;
  /** Bytes of all files, if they are known. */
  readonly bytes?: number;
  readonly count?: number;
  /** Downloads the files to a folder. */
  fetchTo(folder: string, onProgress: (received: number) => void): Promise<void>;
}

export interface PullOptions {
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/**
 * Downloads files one after the other; a file that is complete, or a part of one, is not downloaded again.
 *
 * @throws InvalidFileError for a file that is larger than announced or allowed.
 */
export async function downloadAll(
  files: readonly RemoteFile[],
  folder: string,
  options: Omit<Parameters<typeof downloadFile>[3], 'onProgress' | 'advice'>,
  onProgress: (received: number) => void,
): Promise<void> {
  let before = 0;
  for (const { name, url, sums } of files) {
    if (!isModelFile(name)) throw new CorruptError(`${name} is not a file of a model.`);
    const target = path.join(folder, name);
    guardStorage('write', target, () => makeFolder(path.dirname(target)));
    await downloadFile(url, target, sums, {
      ...options,
      advice: 'Check the connection and run the command again: it goes on from there.',
      onProgress: ({ received }) => {
        if (received > packageLimits.file) {
          throw new InvalidFileError(`${url.href} sends more than ${packageLimits.file} bytes.`);
        }
        onProgress(before + received);
      },
    });
    before += fs.statSync(target).size;
  }
}
