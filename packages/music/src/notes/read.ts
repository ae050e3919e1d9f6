/** A file of notes in whichever form it comes, told by its first bytes. */
import { InvalidFileError } from '@speil/api';
import { readAbc } from './abc/read.js';
import { readMidi } from './midi/read.js';
import { readMusicXml, readMxl } from './musicxml/read.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import type { ReadOptions } from './shared/omissions.js';

/** Of files that are taken for notes. */
export const noteFileEndings = /\.(?:midi?|rmi|mxl|musicxml|xml|abc)$/iu;

/**
 * MIDI, MusicXML (plain or packed) or ABC. A file of ABC holds any number of tunes, any other file one piece.
 *
 * @param what how a person knows the file.
 * @throws InvalidFileError for what is none of them or is damaged.
 */
export async function readPieces(
  bytes: Uint8Array,
  what: string,
  options: Pick<ReadOptions, 'onOmitted'> = {},
): Promise<readonly NoteSequence[]> {
  const start = String.fromCharCode(...bytes.subarray(0, 4));
  if (start === 'MThd' || start === 'RIFF') return [readMidi(bytes, { what, ...options })];
  if (start.startsWith('PK')) return [readMxl(bytes, { what, ...options })];
  const head = String.fromCharCode(...bytes.subarray(0, 1000));
  if (/^(?:\u00ef\u00bb\u00bf)?\s*\0?<|^\u00fe\u00ff|^\u00ff\u00fe/u.test(head)) {
    return [readMusicXml(bytes, { what, ...options })];
  }
  const text = new TextDecoder().decode(bytes);
  if (/^X:/mu.test(text)) return readAbc(text, { what, ...options });
  throw new InvalidFileError(
    `${what} is no file of notes that is read here: MIDI, MusicXML, .mxl or ABC was expected.`,
  );
}

/** The only piece of a file, of a book of tunes the first. Throws as `readPieces`. */
export async function readNotes(...given: Parameters<typeof readPieces>): Promise<NoteSequence> {
  const [first] = await readPieces(...given);
  return first!;
}
