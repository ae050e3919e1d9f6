/**
 * Reads and writes NoteSequences in the forms in which Magenta stores them: protobuf and protobuf's JSON. The schema
 * validates both.
 */
import { create, fromBinary, fromJson, ScalarType, toBinary } from '@bufbuild/protobuf';
import type { DescMessage, JsonValue, Message } from '@bufbuild/protobuf';
import { InvalidFileError, parseJson, parseWith } from '@speil/api';
import * as z from 'zod';
import { noteSequenceSchema, checkSequence } from '../../theory/check.js';
import { limits } from '../../theory/limits.js';
import { noteSequenceMessage } from './fields.js';
import type { NoteSequence } from '../../theory/note-sequence.js';

/**
 * Reads a NoteSequence in Magenta's protobuf format.
 *
 * @param what name of the source, for messages.
 * @returns the sequence. Zeros that protobuf leaves out are filled in, so that every note has a start.
 * @throws InvalidFileError for bytes that are not a NoteSequence, or for values out of bounds.
 */
export function readNoteSequence(bytes: Uint8Array, what = 'The NoteSequence'): NoteSequence {
  refuseLarge(bytes.length, limits.protobufBytes, what);
  let data: unknown;
  try {
    data = plainOf(fromBinary(noteSequenceMessage, bytes), noteSequenceMessage);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidFileError(`${what} is not a NoteSequence protobuf: ${reason}.`, {
      cause: error,
    });
  }
  return fillZeros(parseWith(noteSequenceSchema, data, what) as NoteSequence);
}

/**
 * Writes a NoteSequence in Magenta's protobuf format.
 *
 * @throws InvalidArgumentError for values out of bounds.
 */
export function writeNoteSequence(sequence: NoteSequence): Uint8Array {
  const message = messageOf(checkSequence(sequence) as Plain, noteSequenceMessage);
  return toBinary(noteSequenceMessage, message);
}

/**
 * Parses the JSON of protobuf's tools: field names in camelCase or with underscores, enumerations by name or number.
 *
 * @throws InvalidFileError for text that is not JSON or not a NoteSequence, or for values out of bounds.
 */
export function parseNoteSequenceJson(text: string, what = 'The NoteSequence'): NoteSequence {
  refuseLarge(text.length, limits.textLength, what);
  const raw = parseJson(jsonSchema, text, what);
  let data: unknown;
  try {
    // Converts names of enumeration values to numbers, and drops unknown fields.
    const message = fromJson(noteSequenceMessage, raw as JsonValue, { ignoreUnknownFields: true });
    data = plainOf(message, noteSequenceMessage);
  } catch (error) {
    throw new InvalidFileError(`${what} is not a NoteSequence: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  return fillZeros(parseWith(noteSequenceSchema, data, what) as NoteSequence);
}

/** Checks the lists of a message before its values are parsed: they must contain objects, and not too many of them. */
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

type Plain = Record<string, unknown>;

/**
 * Converts a message to a plain object with the fields that are present. 64-bit integers become numbers; the schema
 * limits them to 31 bits.
 */
function plainOf(message: Message, { fields }: DescMessage): Plain {
  const values = message as Message & Plain;
  const plain: Plain = {};
  for (const field of fields) {
    const value = values[field.localName];
    const inner = field.message;
    if (!Object.hasOwn(values, field.localName) || value === undefined) continue;
    if (inner === undefined)
      plain[field.localName] = typeof value === 'bigint' ? Number(value) : value;
    else if (field.fieldKind !== 'list') plain[field.localName] = plainOf(value as Message, inner);
    else plain[field.localName] = (value as Message[]).map((entry) => plainOf(entry, inner));
  }
  return plain;
}

/** Converts a plain object to a message. Unknown fields are dropped. */
function messageOf(plain: Plain, type: DescMessage): Message {
  const values: Plain = {};
  for (const { localName, message: inner, scalar } of type.fields) {
    const value = plain[localName];
    if (value === undefined || value === null) continue;
    if (scalar === ScalarType.INT64) values[localName] = BigInt(value as number);
    else if (inner === undefined) values[localName] = value;
    else if (!Array.isArray(value)) values[localName] = messageOf(value as Plain, inner);
    else values[localName] = (value as Plain[]).map((entry) => messageOf(entry, inner));
  }
  return create(type, values);
}

/** Fills in the zeros that protobuf leaves out. */
function fillZeros(sequence: NoteSequence): NoteSequence {
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
