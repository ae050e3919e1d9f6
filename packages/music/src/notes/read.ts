/** Reads a file of notes in any format, which is detected from its content. */
import { InvalidFileError } from '@speil/api';
import type { NoteSequence } from '../theory/note-sequence.js';
import { noteFormats } from './formats.js';
import type { ReadOptions } from './shared/omissions.js';

/** Matches the name of a file of notes. */
export const noteFileEndings = new RegExp(
  `(?:${noteFormats
    .flatMap(({ extensions }) => extensions)
    .map((extension) => extension.replace('.', String.raw`\.`))
    .join('|')})$`,
  'iu',
);

/**
 * Reads MIDI, MusicXML (plain or compressed) or ABC. An ABC file may contain several tunes; any other file contains one
 * piece.
 *
 * @param what name of the file, for messages.
 * @throws InvalidFileError for any other file, and for a damaged one.
 */
export async function readPieces(
  bytes: Uint8Array,
  what: string,
  options: Pick<ReadOptions, 'onOmitted'> = {},
): Promise<readonly NoteSequence[]> {
  const format = noteFormats.find((candidate) => candidate.matches(bytes));
  if (format !== undefined) return await format.read(bytes, { what, ...options });
  throw new InvalidFileError(
    `${what} is not a supported file of notes: MIDI, MusicXML, .mxl or ABC was expected.`,
  );
}

/** Reads the piece of a file, or the first tune of an ABC book. Throws the errors of `readPieces`. */
export async function readNotes(...args: Parameters<typeof readPieces>): Promise<NoteSequence> {
  const [first] = await readPieces(...args);
  return first!;
}
