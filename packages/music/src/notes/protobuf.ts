/** Sequences as Magenta stores them: the protobuf and its JSON form. Both pass the schema before anybody sees them. */
import { NoteSequence as Message } from '#protobuf';
import { InvalidFileError, parseJson, parseWith } from '@speil/api';
import * as z from 'zod';
import { noteSequenceSchema, soundSequence } from './check.js';
import { limits } from './limits.js';
import type { NoteSequence } from './note-sequence.js';

/** Integers of 64 bits as numbers: the schema bounds them by 31 bits. */
const plain = { longs: Number, arrays: false, defaults: false, objects: false } as const;

/**
 * @param what how a person knows the bytes.
 * @returns with 0 where the protobuf leaves a zero out, so that no note is without a start.
 * @throws InvalidFileError for what is no NoteSequence or is out of bounds.
 */
export function readNoteSequence(bytes: Uint8Array, what = 'The NoteSequence'): NoteSequence {
  refuseLarge(bytes.length, limits.protobufBytes, what);
  let data: unknown;
  try {
    data = Message.toObject(Message.decode(bytes), plain);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidFileError(`${what} is not a NoteSequence protobuf: ${reason}.`, {
      cause: error,
    });
  }
  return filled(parseWith(noteSequenceSchema, data, what) as NoteSequence);
}

/** @throws InvalidArgumentError for a sequence that is out of bounds. */
export function writeNoteSequence(sequence: NoteSequence): Uint8Array {
  return Message.encode(Message.fromObject(soundSequence(sequence))).finish();
}

/**
 * The JSON of protobuf's own tools: names in camelCase, enumerations by name or number.
 *
 * @throws InvalidFileError for what is no JSON, no NoteSequence or out of bounds.
 */
export function parseNoteSequenceJson(text: string, what = 'The NoteSequence'): NoteSequence {
  refuseLarge(text.length, limits.textLength, what);
  const raw = parseJson(jsonSchema, text, what);
  let data: unknown;
  try {
    // Turns the names of enumerations into numbers, and drops what no NoteSequence has.
    data = Message.toObject(Message.fromObject(raw), plain);
  } catch (error) {
    throw new InvalidFileError(`${what} is not a NoteSequence: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  return filled(parseWith(noteSequenceSchema, data, what) as NoteSequence);
}

/** Before the numbers are looked at: lists of objects, and no more of them than are read. */
const entries = z.array(z.looseObject({})).max(limits.events).optional();
const jsonSchema = z.looseObject({
  notes: entries,
  tempos: entries,
  timeSignatures: entries,
  keySignatures: entries,
  controlChanges: entries,
  pitchBends: entries,
});

function refuseLarge(size: number, most: number, what: string): void {
  if (size <= most) return;
  throw new InvalidFileError(
    `${what} has a length of ${size}; at most ${most} is read as a NoteSequence.`,
  );
}

/** Protobuf leaves zeros out; here a note says where it starts. */
function filled(sequence: NoteSequence): NoteSequence {
  const quantized = Boolean(
    sequence.quantizationInfo?.stepsPerQuarter || sequence.quantizationInfo?.stepsPerSecond,
  );
  const steps = quantized ? { quantizedStartStep: 0, quantizedEndStep: 0 } : {};
  return {
    ...sequence,
    notes: (sequence.notes ?? []).map((note) => ({
      ...{ pitch: 0, velocity: 0, startTime: 0, endTime: 0, ...steps },
      ...{ instrument: 0, program: 0, isDrum: false },
      ...note,
    })),
    tempos: (sequence.tempos ?? []).map((tempo) => ({ time: 0, ...tempo })),
    timeSignatures: (sequence.timeSignatures ?? []).map((metre) => ({ time: 0, ...metre })),
    totalTime: sequence.totalTime ?? 0,
  };
}
