/** Notes: files in and out. */
export { noteSequenceSchema } from './check.js';
export { readMidi, type ReadMidiOptions } from './midi-read.js';
export { defaultTicksPerQuarter, defaultVelocity, writeMidi } from './midi-write.js';
export type { Note, NoteSequence } from './note-sequence.js';
export { parseNoteSequenceJson, readNoteSequence, writeNoteSequence } from './protobuf.js';
