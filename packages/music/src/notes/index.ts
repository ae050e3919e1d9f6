/** Notes: files in and out. */
export { readAbc } from './abc.js';
export { noteSequenceSchema } from './check.js';
export { readMidi, type ReadMidiOptions } from './midi-read.js';
export { defaultTicksPerQuarter, defaultVelocity, writeMidi } from './midi-write.js';
export { readMusicXml, readMxl } from './musicxml.js';
export type { Note, NoteSequence } from './note-sequence.js';
export { parseNoteSequenceJson, readNoteSequence, writeNoteSequence } from './protobuf.js';
export { omissionsText, type Omission, type ReadOptions } from './omissions.js';
export { noteFileEndings, readNotes, readPieces } from './read.js';
