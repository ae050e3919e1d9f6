/** Music for Speil's autoencoders. */
export type { Note, NoteSequence } from './notes/note-sequence.js';
