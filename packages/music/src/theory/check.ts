/** The schema of a valid NoteSequence, for data from files and from callers. */
import { InvalidArgumentError, parseWith } from '@speil/api';
import * as z from 'zod';
import { limits } from './limits.js';
import type { NoteSequence } from './note-sequence.js';

const time = z.number().min(0).max(limits.seconds).nullish();
/**
 * Times may be negative: in a window of a piece, a note that is played slightly before the first step has a start time
 * below 0.
 */
const noteTime = z.number().min(-10).max(limits.seconds).nullish();
/** A 64-bit integer as `{ low, high }`, the form in which protobufjs stores it in Magenta's `NoteSequence`. */
const long = z
  .looseObject({ low: z.number(), high: z.number() })
  .transform(({ low, high }) => high * 2 ** 32 + (low >>> 0));
const step = z.union([z.number(), long]).pipe(z.number().int().min(0).max(limits.steps)).nullish();
const upTo = (most: number): z.ZodOptional<z.ZodNullable<z.ZodNumber>> =>
  z.number().int().min(0).max(most).nullish();
const seven = upTo(127);
/** @magenta/music reads the loudest note of a MIDI file as 128. */
const velocity = z
  .number()
  .int()
  .min(0)
  .max(128)
  .transform((loudness) => Math.min(loudness, 127))
  .nullish();
const word = z.string().max(10_000).nullish();
const isDrum = z.boolean().nullish();
const whole = z
  .union([z.number(), long])
  .pipe(
    z
      .number()
      .int()
      .min(-(2 ** 31))
      .max(2 ** 31 - 1),
  )
  .nullish();
const instrument = upTo(limits.events);

const list = <T extends z.ZodType>(item: T): z.ZodOptional<z.ZodNullable<z.ZodArray<T>>> =>
  z.array(item).max(limits.events).nullish();

const ordered = (first: number | null | undefined, last: number | null | undefined): boolean =>
  (last ?? 0) >= (first ?? 0);

const note = z
  .looseObject({
    pitch: seven,
    velocity,
    startTime: noteTime,
    endTime: noteTime,
    quantizedStartStep: step,
    quantizedEndStep: step,
    numerator: whole,
    denominator: whole,
    instrument,
    program: seven,
    isDrum,
    part: whole,
    voice: whole,
  })
  .refine(({ startTime, endTime }) => ordered(startTime, endTime), {
    message: 'endTime must not be before startTime',
  })
  .refine((n) => ordered(n.quantizedStartStep, n.quantizedEndStep), {
    message: 'quantizedEndStep must not be before quantizedStartStep',
  });

/** Sets bounds for every field that this package uses. Other fields pass unchanged. */
export const noteSequenceSchema = z.looseObject({
  id: word,
  filename: word,
  referenceNumber: whole,
  collectionName: word,
  ticksPerQuarter: upTo(0x7fff),
  timeSignatures: list(
    z.looseObject({
      time,
      numerator: z.number().int().min(1).max(255),
      denominator: z.union(
        [1, 2, 4, 8, 16, 32, 64, 128].map((power) => z.literal(power)),
        'must be a power of two up to 128',
      ),
    }),
  ),
  keySignatures: list(z.looseObject({ time, key: upTo(11), mode: upTo(7) })),
  tempos: list(z.looseObject({ time, qpm: z.number().positive().max(60e6) })),
  notes: list(note),
  totalTime: time,
  totalQuantizedSteps: step,
  pitchBends: list(
    z.looseObject({
      time,
      bend: z.number().int().min(-8192).max(8191).nullish(),
      instrument,
      program: seven,
      isDrum,
    }),
  ),
  controlChanges: list(
    z.looseObject({
      time,
      quantizedStep: step,
      controlNumber: seven,
      controlValue: seven,
      instrument,
      program: seven,
      isDrum,
    }),
  ),
  partInfos: list(z.looseObject({ part: whole, name: word })),
  textAnnotations: list(z.looseObject({ time, quantizedStep: step, text: word })),
  quantizationInfo: z
    .looseObject({ stepsPerQuarter: upTo(96), stepsPerSecond: upTo(10_000) })
    .nullish(),
});

/** Validates a sequence. @throws InvalidArgumentError that names the first fields that are out of range. */
export function checkSequence(sequence: NoteSequence): NoteSequence {
  try {
    return parseWith(noteSequenceSchema, sequence, 'The sequence') as NoteSequence;
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message, { cause: error });
  }
}
