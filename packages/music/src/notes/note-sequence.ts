/**
 * The note type of all of Speil: `NoteSequence` of `@magenta/music`, so that what reads and writes it there works with what
 * is made here. Its plain form, without a class, is what functions here take and give.
 */
import type { tensorflow } from '@magenta/music/esm/protobuf/proto.js';

/**
 * Times are seconds; `quantizedStartStep` and `quantizedEndStep` count steps of `quantizationInfo.stepsPerQuarter`.
 * Pitches are MIDI's (60 is middle C), velocities 1 to 127, programs General MIDI's from 0.
 */
export type NoteSequence = tensorflow.magenta.INoteSequence;
export type Note = tensorflow.magenta.NoteSequence.INote;
