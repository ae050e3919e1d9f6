import { InvalidArgumentError, InvalidFileError, isSpeilError } from '@speil/api';
import magenta from '@magenta/music/node/protobuf.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMidi } from '../midi/read.js';
import { writeMidi } from '../midi/write.js';
import type { NoteSequence } from '../../theory/note-sequence.js';
import { parseNoteSequenceJson, readNoteSequence, writeNoteSequence } from './protobuf.js';

/** Magenta's `NoteSequence` class. */
const Message = magenta.NoteSequence;

const sequence: NoteSequence = {
  ticksPerQuarter: 220,
  tempos: [{ time: 0, qpm: 90 }],
  timeSignatures: [{ time: 0, numerator: 3, denominator: 4 }],
  keySignatures: [{ time: 0, key: 7, mode: 1 }],
  notes: [
    {
      pitch: 60,
      velocity: 80,
      startTime: 0,
      endTime: 0.5,
      instrument: 0,
      program: 4,
      isDrum: false,
    },
    {
      pitch: 36,
      velocity: 127,
      startTime: 0.5,
      endTime: 1,
      instrument: 1,
      program: 0,
      isDrum: true,
    },
  ],
  totalTime: 1,
};

describe('a NoteSequence as JSON from Python', () => {
  it('is read with its field names in snake_case, and with a velocity of 128', () => {
    const text =
      '{"notes":[{"pitch":60,"velocity":128,"start_time":1,"end_time":2.5,"is_drum":true}],"total_time":3}';
    expect(parseNoteSequenceJson(text)).toMatchObject({
      notes: [{ pitch: 60, velocity: 127, startTime: 1, endTime: 2.5, isDrum: true }],
      totalTime: 3,
    });
  });
});

describe('a NoteSequence as protobuf', () => {
  it('is the same after it was written and read again', () => {
    expect(readNoteSequence(writeNoteSequence(sequence))).toMatchObject(sequence);
  });

  it('is read as Magenta’s class writes it, with 64-bit steps as numbers and with zeros filled in', () => {
    const bytes = Message.encode({
      quantizationInfo: { stepsPerQuarter: 4 },
      notes: [{ pitch: 60, quantizedEndStep: 3 }],
      totalQuantizedSteps: 32,
    }).finish();
    const read = readNoteSequence(bytes);
    expect(read.notes).toEqual([
      {
        ...{ pitch: 60, velocity: 0, startTime: 0, endTime: 0, instrument: 0, program: 0 },
        ...{ isDrum: false, quantizedStartStep: 0, quantizedEndStep: 3 },
      },
    ]);
    expect(read.totalQuantizedSteps).toBe(32);
  });

  it('can be written as MIDI from an object of Magenta’s class, with 64-bit integers in two halves and a velocity of 128', () => {
    const made = Message.create({
      notes: [{ pitch: 60, velocity: 128, startTime: 0.5, endTime: 1 }],
      totalTime: 1,
    });
    expect(readMidi(writeMidi(made as unknown as NoteSequence)).notes).toMatchObject([
      { pitch: 60, velocity: 127, startTime: 0.5 },
    ]);
    const quantized = Message.create({
      quantizationInfo: { stepsPerQuarter: 4 },
      notes: [{ pitch: 60, velocity: 1, quantizedStartStep: 4, quantizedEndStep: 8 }],
      totalQuantizedSteps: 16,
    });
    expect(readMidi(writeMidi(quantized as unknown as NoteSequence)).notes).toMatchObject([
      { pitch: 60, velocity: 1, startTime: 0.5, endTime: 1 },
    ]);
  });

  it('is read by Magenta’s class, with all fields', () => {
    const full = {
      ...sequence,
      id: 'a',
      filename: 'b.mid',
      referenceNumber: 7,
      collectionName: 'c',
      pitchBends: [{ time: 0.25, bend: -8192, instrument: 1, program: 4, isDrum: true }],
      controlChanges: [
        { time: 0.5, controlNumber: 64, controlValue: 127, instrument: 1, quantizedStep: 2 },
      ],
      partInfos: [{ part: 1, name: 'Violin' }],
      sourceInfo: { sourceType: 1, encodingType: 3, parser: 6 },
      textAnnotations: [{ time: 0, text: 'Am7', annotationType: 1, quantizedStep: 0 }],
      sectionAnnotations: [{ time: 0, sectionId: 3 }],
      sectionGroups: [{ numTimes: 2, sections: [{ sectionId: 3 }] }],
      subsequenceInfo: { startTimeOffset: 1, endTimeOffset: 2 },
      sequenceMetadata: { title: 't', artist: 'x', genre: ['g'], composers: ['y', 'z'] },
      notes: [
        { ...sequence.notes![0]!, pitchName: 16, part: 1, voice: 2, numerator: 1, denominator: 8 },
      ],
    };
    const read = Message.toObject(Message.decode(writeNoteSequence(full)), { longs: Number });
    expect(read).toEqual(full);
    expect(readNoteSequence(Message.encode(Message.fromObject(full)).finish())).toEqual(full);
  });

  it('is read from any bytes as a sequence, or refused with one error', () => {
    const whole = writeNoteSequence(sequence);
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([at, value]) => {
        const changed = Uint8Array.from(whole);
        changed[at] = value;
        return changed;
      }),
    );
    fc.assert(
      fc.property(bytes, (some) => {
        try {
          for (const { startTime, pitch } of readNoteSequence(some).notes!) {
            expect(Number.isFinite(startTime) && pitch! >= 0 && pitch! <= 127).toBe(true);
          }
        } catch (error) {
          if (!isSpeilError(error)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is not written if it has an invalid pitch', () => {
    const notes = [{ pitch: -1, startTime: 0, endTime: 1 }];
    expect(() => writeNoteSequence({ notes })).toThrow(InvalidArgumentError);
  });
});

describe('a NoteSequence as JSON', () => {
  it('may give enumeration values by name or by number', () => {
    const text = JSON.stringify({
      ...sequence,
      keySignatures: [{ key: 'G', mode: 'MINOR' }],
    });
    expect(parseNoteSequenceJson(text).keySignatures).toEqual([{ key: 7, mode: 1 }]);
    const underscores = '{"key_signatures": [{"key": "B_FLAT"}], "total_quantized_steps": "32"}';
    expect(parseNoteSequenceJson(underscores)).toMatchObject({
      keySignatures: [{ key: 10 }],
      totalQuantizedSteps: 32,
    });
    expect(parseNoteSequenceJson(JSON.stringify(sequence))).toMatchObject(sequence);
  });

  it.each([
    ['text that is not JSON', 'notes', /not valid JSON/u],
    ['a number in place of a list', '{"notes": 3}', /notes/u],
    [
      'a time that is not a number',
      '{"notes": [{"pitch": 60, "startTime": "NaN"}]}',
      /notes\[0\]\.startTime/u,
    ],
    ['a pitch of 400', '{"notes": [{"pitch": 400}]}', /notes\[0\]\.pitch/u],
    ['an end before the start', '{"notes": [{"startTime": 3, "endTime": 1}]}', /before startTime/u],
    ['a note that is null', '{"notes": [null]}', /notes\[0\]/u],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parseNoteSequenceJson(text)).toThrow(InvalidFileError);
    expect(() => parseNoteSequenceJson(text)).toThrow(message);
  });
});
