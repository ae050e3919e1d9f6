/** Reads the songs of a folder of note files, including subfolders. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  InvalidFileError,
  isSpeilError,
  NotFoundError,
  type SkippedItem,
  type Split,
} from '@speil/api';
import { limits } from '../theory/limits.js';
import { mergeOmissions, type Omission } from '../notes/shared/omissions.js';
import { noteFileEndings, readPieces } from '../notes/read.js';
import type { NotesDataset, Song } from './song.js';
import { assignSplit } from './split.js';

const maxFiles = 200_000;

/**
 * Each tune of a file is a song. Files that cannot be read are skipped and listed in the result. What is omitted inside
 * files is counted.
 *
 * @throws NotFoundError for a folder without note files; InvalidFileError for more than 200,000 files, or if none can be read.
 */
export async function folderSongs(
  folder: string,
  split: Split,
): Promise<Pick<NotesDataset, 'songs' | 'skipped' | 'omitted' | 'fingerprint'>> {
  const names = await filesOf(folder);
  const hash = createHash('sha256');
  const songs: Song[] = [];
  const skipped: SkippedItem[] = [];
  const omitted: Omission[] = [];
  for (const id of names.filter((name) => assignSplit(name) === split)) {
    const path = join(folder, id);
    try {
      const { size } = await stat(path);
      if (size > limits.textLength) {
        throw new InvalidFileError(
          `${path} has ${size} bytes; at most ${limits.textLength} are read.`,
        );
      }
      const bytes = await readFile(path);
      hash.update(id).update('\0').update(bytes);
      const pieces = await readPieces(bytes, id, { onOmitted: (list) => omitted.push(...list) });
      pieces.forEach((sequence, i) =>
        songs.push({ id: pieces.length === 1 ? id : `${id}#${i + 1}`, sequence }),
      );
    } catch (error) {
      if (!isSpeilError(error) && !('code' in (error as Error))) throw error;
      skipped.push({ id, reason: (error as Error).message });
    }
  }
  if (songs.length === 0 && skipped.length > 0) {
    throw new InvalidFileError(
      `No file of ${folder} can be read. The first of ${skipped.length}: ${skipped[0]!.reason}`,
    );
  }
  return { songs, skipped, omitted: mergeOmissions(omitted), fingerprint: hash.digest('hex') };
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && noteFileEndings.test(entry.name))
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
    // Skip the metadata files of macOS.
    .filter((id) => !id.split('/').some((name) => name.startsWith('.') || name === '__MACOSX'))
    .sort();
  if (names.length === 0) {
    throw new NotFoundError(
      `${folder} holds no file of notes. MIDI (.mid), MusicXML (.musicxml, .xml, .mxl) and ABC (.abc) are read.`,
    );
  }
  if (names.length > maxFiles) {
    throw new InvalidFileError(
      `${folder} holds ${names.length} files; at most ${maxFiles} are read. Name a subfolder.`,
    );
  }
  return names;
}
