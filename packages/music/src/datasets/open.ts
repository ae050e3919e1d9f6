/** Opens the songs of a named dataset or of a folder of files. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import {
  InvalidArgumentError,
  InvalidFileError,
  NotFoundError,
  StorageError,
  UnknownNameError,
  type Split,
} from '@speil/api';
import { unpack } from '../notes/shared/archive.js';
import { readMidi } from '../notes/midi/read.js';
import { namedNotes, type NotesName } from './catalogue.js';
import { findNotes, type FindNotesOptions } from './find.js';
import { folderSongs } from './folder.js';
import { generatedName, generatedSongs } from './generated.js';
import { grooveSongs } from './groove.js';
import { liederSongs } from './lieder.js';
import type { NotesDataset, Song } from './song.js';
import { grooveDrumClasses } from '../sequences/drums.js';
import { assignSplit } from './split.js';

/** How songs are opened. */
export interface OpenNotesOptions extends FindNotesOptions {
  /** Which part of the songs. */
  readonly split: Split;
}

/** Largest size of a dataset's file in bytes, packed and unpacked. */
const fileLimit = 64 * 2 ** 20;
const archiveLimits = { entries: 20_000, bytes: fileLimit };

/**
 * Groove has an official split, and each part of `generated` has its own seed. Other datasets are split 80/10/10 by the
 * sha256 of each song's or file's name.
 *
 * @param nameOrFolder `groove`, `lieder`, `nottingham`, `generated`, or a folder of note files.
 * @throws UnknownNameError for an unknown name; NotFoundError, InvalidFileError, StorageError.
 */
export async function openNotes(
  nameOrFolder: string,
  options: OpenNotesOptions,
): Promise<NotesDataset> {
  const { split } = options;
  if (nameOrFolder === generatedName) return generatedSongs(split);
  const named = namedNotes.find(({ name }) => name === nameOrFolder);
  if (named === undefined) {
    const there = await stat(nameOrFolder).catch(() => undefined);
    if (!there?.isDirectory()) throw unknownSource(nameOrFolder, there !== undefined);
    const songs = await folderSongs(nameOrFolder, split);
    return { id: `${basename(resolve(nameOrFolder))}/${split}`, ...songs };
  }
  const path = await findNotes(named, options);
  const bytes = await read(path);
  const songs = await readSongs(named.name, bytes, split, path);
  const fingerprint = createHash('sha256').update(bytes).digest('hex');
  const kit = named.name === 'groove' ? { kit: grooveDrumClasses } : {};
  return { id: `${named.name}/${split}`, songs, skipped: [], fingerprint, ...kit };
}

function readSongs(
  name: NotesName,
  bytes: Uint8Array,
  split: Split,
  path: string,
): Promise<readonly Song[]> | readonly Song[] {
  switch (name) {
    case 'groove':
      return grooveSongs(bytes, split, path);
    case 'nottingham':
      return nottinghamSongs(bytes, split, path);
    case 'lieder':
      return gunzipText(bytes, path).then((text) =>
        liederSongs(text, (id) => assignSplit(id) === split, path),
      );
  }
}

/** Reads the files that contain both melody and chords. The archive also has files with only one of them. */
function nottinghamSongs(bytes: Uint8Array, split: Split, what: string): readonly Song[] {
  const tune = /(?:^|\/)MIDI\/([^/]+)\.mid$/u;
  const files = unpack(
    bytes,
    (name) => tune.test(name) && assignSplit(tune.exec(name)![1]!) === split,
    archiveLimits,
    what,
  );
  return [...files]
    .map(([name, file]) => ({
      id: tune.exec(name)![1]!,
      sequence: readMidi(file, { what: `${what}: ${name}` }),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function gunzipText(bytes: Uint8Array, what: string): Promise<string> {
  try {
    return (await promisify(gunzip)(bytes, { maxOutputLength: fileLimit })).toString();
  } catch (error) {
    throw new InvalidFileError(
      `${what} does not unpack to at most ${fileLimit} bytes: ${(error as Error).message}.`,
      { cause: error },
    );
  }
}

async function read(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > fileLimit) {
      throw new InvalidFileError(`${path} has ${size} bytes; at most ${fileLimit} are read.`);
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof InvalidFileError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new StorageError(`${path} could not be read: ${code}.`, { cause: error });
  }
}

/**
 * The error for an argument that is neither a dataset's name nor a folder, such as a file, a missing path or a
 * misspelled name.
 */
function unknownSource(name: string, there: boolean): Error {
  const wanted = 'a dataset’s name (see speil data) or a folder of note files';
  if (there) {
    return new InvalidArgumentError(`${name} is a file, not a folder. Give ${wanted}.`);
  }
  if (/[/\\]|^\.|\.\w+$/u.test(name)) {
    return new NotFoundError(`${name} does not exist. Give ${wanted}.`);
  }
  const names = [...namedNotes.map((dataset) => dataset.name), generatedName];
  return new UnknownNameError('dataset', name, names, `Give ${wanted}.`);
}
