/** A file of notes, as a person names it. */
import { sustained, readNotes, type NoteSequence } from '@speil/music';
import { readBounded } from './files.js';

/** Bytes of a file of notes; the readers have bounds of their own below it. */
const limit = 64 * 2 ** 20;

/** MIDI, MusicXML or ABC; the pedal holds notes. @throws StorageError, InvalidFileError. */
export async function readNotesFile(file: string, cwd: string): Promise<NoteSequence> {
  const bytes = readBounded(file, { cwd, limit, what: 'a file of notes' });
  return sustained(await readNotes(bytes, file));
}
