import { InvalidArgumentError } from '@speil/api';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMidi } from './read.js';
import { writeMidi } from './write.js';
import { brief } from '../../testing/midi.js';
import type { Note, NoteSequence } from '../../theory/note-sequence.js';

const tick = 0.5 / 220;
const noteOf = (isDrum: boolean): fc.Arbitrary<Note> =>
  fc.record({
    pitch: fc.integer({ min: 0, max: 127 }),
    velocity: fc.integer({ min: 1, max: 127 }),
    startTime: fc.integer({ min: 0, max: 20_000 }),
    endTime: fc.integer({ min: 1, max: 2_000 }),
    program: fc.integer({ min: 0, max: 127 }),
    isDrum: fc.constant(isDrum),
  });

const sequences: fc.Arbitrary<NoteSequence> = fc
  .record({
    pitched: fc.array(noteOf(false), { maxLength: 40 }),
    drums: fc.array(noteOf(true), { maxLength: 10 }),
    tempos: fc.array(
      fc.record({ time: fc.integer({ min: 0, max: 50 }), qpm: fc.integer({ min: 20, max: 300 }) }),
      { maxLength: 3 },
    ),
    metres: fc.array(
      fc.record({
        time: fc.integer({ min: 0, max: 50 }),
        numerator: fc.integer({ min: 1, max: 32 }),
        denominator: fc.constantFrom(1, 2, 4, 8, 16),
      }),
      { maxLength: 3 },
    ),
    pedal: fc.array(fc.integer({ min: 0, max: 127 }), { maxLength: 4 }),
  })
  .map(({ pitched, drums, tempos, metres, pedal }) => {
    // No overlapping notes of the same pitch and program: MIDI cannot distinguish their ends.
    const free = new Map<string, number>();
    const notes = [...pitched, ...drums]
      .sort((a, b) => a.startTime! - b.startTime!)
      .flatMap((note) => {
        const key = `${note.pitch}`;
        if ((free.get(key) ?? 0) > note.startTime!) return [];
        const end = note.startTime! + note.endTime!;
        free.set(key, end);
        const instrument = note.isDrum ? 128 : note.program!;
        const program = note.isDrum ? 8 : note.program!;
        return [
          { ...note, instrument, program, startTime: note.startTime! * tick, endTime: end * tick },
        ];
      });
    const first = notes[0];
    return {
      notes,
      tempos: tempos.map(({ time, qpm }) => ({ time: time / 2, qpm })),
      timeSignatures: metres.map((metre) => ({ ...metre, time: metre.time / 2 })),
      controlChanges: first
        ? pedal.map((controlValue, i) => ({
            time: i * 10 * tick,
            controlNumber: 64,
            controlValue,
            instrument: first.instrument,
            program: first.program,
            isDrum: first.isDrum!,
          }))
        : [],
    };
  });

/**
 * The properties of notes that must not change, in an order that does not depend on instrument numbers. Times are
 * rounded to `places` decimal places.
 */
const essence = (sequence: NoteSequence, places: number) => {
  const round = (time: number | null | undefined) => Number((time ?? 0).toFixed(places)) + 0;
  return (sequence.notes ?? [])
    .map((n) => [round(n.startTime), n.pitch, n.velocity, n.program, n.isDrum, round(n.endTime)])
    .sort((a, b) => Number(a[1]) - Number(b[1]) || Number(a[0]) - Number(b[0]));
};

describe('a sequence that is written and read again', () => {
  it('keeps notes, programs, velocities and drums to the tick', () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        const still = { ...sequence, tempos: [] };
        expect(essence(readMidi(writeMidi(still)), 6)).toEqual(essence(still, 6));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps tempos, metres and the pedal', () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        const again = readMidi(writeMidi(sequence));
        const longest = 60 / 20 / 220;
        const named = new Map<number, number>([[0, 120]]);
        for (const { time, qpm } of [...sequence.tempos!].sort((a, b) => a.time! - b.time!)) {
          named.set(time!, qpm!);
        }
        const expected = sequence.tempos!.length === 0 ? [] : [...named].sort(([a], [b]) => a - b);
        expect(again.tempos).toHaveLength(expected.length);
        for (const [i, { time, qpm }] of again.tempos!.entries()) {
          expect(Math.abs(time! - expected[i]![0])).toBeLessThan(longest);
          expect(qpm).toBeCloseTo(expected[i]![1], 1);
        }
        const metres = [...sequence.timeSignatures!].sort((a, b) => a.time! - b.time!);
        expect(again.timeSignatures!.map((m) => [m.numerator, m.denominator])).toEqual(
          metres.map((m) => [m.numerator, m.denominator]),
        );
        // Sixteen or more programs share channels, and a pedal belongs to a channel, not to a program.
        const programs = new Set(sequence.notes!.map(({ instrument }) => instrument));
        if (programs.size <= 15) {
          expect(again.controlChanges!.map(({ controlValue }) => controlValue)).toEqual(
            sequence.controlChanges!.map(({ controlValue }) => controlValue),
          );
        }
        expect(again.notes).toHaveLength(sequence.notes!.length);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps all twenty-four keys', () => {
    const keySignatures = Array.from({ length: 24 }, (_, i) => ({
      time: i / 2,
      key: i % 12,
      mode: Math.floor(i / 12),
    }));
    expect(readMidi(writeMidi({ keySignatures })).keySignatures).toEqual(keySignatures);
  });

  it('has no silent notes: a note without a velocity gets velocity 80', () => {
    const notes = [
      { pitch: 60, startTime: 0, endTime: 1 },
      { pitch: 62, velocity: 0, startTime: 1, endTime: 2 },
    ];
    expect(readMidi(writeMidi({ notes })).notes!.map(({ velocity }) => velocity)).toEqual([80, 80]);
  });

  it('ends at its total time, not at the end of its last note', () => {
    const notes = [{ pitch: 60, startTime: 0, endTime: 0.5 }];
    const bytes = writeMidi({ notes, tempos: [{ time: 0, qpm: 120 }], totalTime: 4 });
    // At 220 ticks per quarter and 120 quarters per minute, a second has 440 ticks. The track ends 3.5 seconds after
    // the note: 1,540 ticks, written in groups of seven bits.
    expect([...bytes.subarray(-5)]).toEqual([0x8c, 0x04, 0xff, 0x2f, 0]);
  });

  it('uses the steps of a quantised sequence', () => {
    const sequence: NoteSequence = {
      quantizationInfo: { stepsPerQuarter: 4 },
      tempos: [{ qpm: 60 }],
      notes: [{ pitch: 60, quantizedStartStep: 2, quantizedEndStep: 4 }],
    };
    expect(brief(readMidi(writeMidi(sequence)))).toEqual([[60, 80, 0.5, 1]]);
  });

  it('supports forty programs and forty instruments, and reserves channel 10 for drums', () => {
    const notes = Array.from({ length: 40 }, (_, i) => ({
      ...{ pitch: 60, velocity: 80, startTime: i, endTime: i + 1 },
      ...{ instrument: i, program: i, isDrum: i === 7 },
    }));
    const again = readMidi(writeMidi({ notes })).notes!;
    expect(again.map(({ program, isDrum }) => [program, isDrum])).toEqual(
      notes.map(({ program, isDrum }) => [program, isDrum]),
    );
  });

  it.each([
    ['a pitch of 128', { notes: [{ pitch: 128, endTime: 1 }] }, /notes\[0\]\.pitch/u],
    [
      'an end before the start',
      { notes: [{ startTime: 2, endTime: 1 }] },
      /endTime must not be before/u,
    ],
    ['a time that is not a number', { notes: [{ startTime: NaN, endTime: 1 }] }, /startTime/u],
    ['a tempo too slow', { tempos: [{ qpm: 1 }] }, /tempo must be from 3.58/u],
  ])('refuses %s', (_name, sequence, message) => {
    expect(() => writeMidi(sequence)).toThrow(InvalidArgumentError);
    expect(() => writeMidi(sequence)).toThrow(message);
  });
});
