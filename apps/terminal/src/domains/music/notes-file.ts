/** Reads a file of notes by the name that a person gives. */
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { NotFoundError } from '@speil/api';
import {
  omissionsText,
  readPieces,
  applySustainPedal,
  type NoteSequence,
} from '@speil/music/notes';
import type { Io } from '../../io/io.js';
import { readBounded } from '../../files/files.js';

/** Upper bound on the bytes of a file of notes. The readers have smaller bounds of their own. */
const limit = 64 * 2 ** 20;

/**
 * Reads MIDI, MusicXML or ABC. The sustain pedal prolongs notes. `book.abc#7` is the seventh tune of a book, and
 * `book.abc` the first. Reports what was skipped.
 *
 * @throws StorageError, InvalidFileError; NotFoundError for a tune that does not exist.
 */
export async function readNotesFile(
  named: string,
  io: Pick<Io, 'cwd' | 'err'>,
): Promise<NoteSequence> {
  const { file, tune } = tuneOf(named, io.cwd);
  const bytes = readBounded(file, { cwd: io.cwd, limit, what: 'a file of notes' });
  const pieces = await readPieces(bytes, file, {
    onOmitted: (list) => io.err(`${file}: skipped ${omissionsText(list)}.`),
  });
  const piece = pieces[(tune ?? 1) - 1];
  if (piece === undefined) {
    throw new NotFoundError(
      `${file} has ${pieces.length === 1 ? 'one piece' : `tunes 1 to ${pieces.length}`}. Received: ${named}.`,
    );
  }
  if (tune === undefined && pieces.length > 1) {
    const title = piece.sequenceMetadata?.title;
    io.err(
      `${file} has ${pieces.length} tunes; this is the first${title ? `, ${title}` : ''}. The second is ${file}#2.`,
    );
  }
  return applySustainPedal(piece);
}

/** A number after `#` selects a tune, unless a file has exactly that name. */
function tuneOf(named: string, cwd: string): { readonly file: string; readonly tune?: number } {
  const [, file, number] = /^(.+)#(\d{1,6})$/u.exec(named) ?? [];
  if (file === undefined || existsSync(path.resolve(cwd, named))) return { file: named };
  return { file, tune: Number(number) };
}
