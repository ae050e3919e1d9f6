/** Reads and writes files of notes. */
export { readAbc } from './abc/read.js';
export { noteSequenceSchema } from '../theory/check.js';
export { readMidi, type ReadMidiOptions } from './midi/read.js';
export { writeMidi } from './midi/write.js';
export { readMusicXml, readMxl } from './musicxml/read.js';
export type {
  ControlChange,
  KeySignature,
  Note,
  NoteSequence,
  PartInfo,
  PitchBend,
  QuantizationInfo,
  Section,
  SectionAnnotation,
  SectionGroup,
  SequenceMetadata,
  SourceInfo,
  SubsequenceInfo,
  TextAnnotation,
  TimeSignature,
} from '../theory/note-sequence.js';
export { parseNoteSequenceJson, readNoteSequence, writeNoteSequence } from './protobuf/protobuf.js';
export { omissionsText, type Omission, type ReadOptions } from './shared/omissions.js';
export { noteFileEndings, readNotes, readPieces } from './read.js';
