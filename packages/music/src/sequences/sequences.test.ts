import { InvalidArgumentError } from '@speil/api';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NoteSequence } from '../notes/note-sequence.js';
import { barStarts } from './bars.js';
import { splitOnChanges } from './changes.js';
import { drumClasses, drumClassTable, grooveDrumClasses } from './drums.js';
import { extractMelody } from './melody.js';
import { quantize } from './quantize.js';
import { stepsPerBarOf } from './quantized.js';
import { transpose } from './transpose.js';
import { unquantize } from './unquantize.js';
import { windows } from './windows.js';

/** At 120 a minute a sixteenth is an eighth of a second. */
const played = (...notes: [pitch: number, start: number, end: number][]): NoteSequence => ({
  notes: notes.map(([pitch, startTime, endTime]) => ({ pitch, velocity: 80, startTime, endTime })),
});
const steps = ({ notes }: NoteSequence) =>
  notes!.map((n) => [n.pitch, n.quantizedStartStep, n.quantizedEndStep]);

describe('quantising', () => {
  it('goes to the nearest step, halves up, and leaves a note one step at least', () => {
    const sequence = quantize(played([60, 0.06, 0.13], [62, 0.0625, 0.07], [64, 0.5, 0.99]));
    expect(steps(sequence)).toEqual([
      [60, 0, 1],
      [62, 1, 2],
      [64, 4, 8],
    ]);
    expect(sequence.totalQuantizedSteps).toBe(8);
    expect(sequence.timeSignatures).toEqual([{ time: 0, numerator: 4, denominator: 4 }]);
  });

  it('counts the rests at the end, as Magenta does', () => {
    expect(quantize({ ...played([60, 0, 1]), totalTime: 2 }).totalQuantizedSteps).toBe(16);
  });

  it.each([
    [
      'a change of tempo',
      { tempos: [{ qpm: 100 }, { time: 1, qpm: 90 }] },
      /from 100 to 90 at 1 s/u,
    ],
    [
      'a tempo said late, which is a change from 120',
      { tempos: [{ time: 1, qpm: 90 }] },
      /from 120/u,
    ],
    [
      'a change of metre',
      {
        timeSignatures: [
          { numerator: 3, denominator: 4 },
          { time: 2, numerator: 4, denominator: 4 },
        ],
      },
      /from 3\/4 to 4\/4/u,
    ],
    ['a time below 0', { notes: [{ pitch: 60, startTime: -1, endTime: 1 }] }, /from 0 to/u],
    ['a time that is none', { notes: [{ pitch: 60, startTime: NaN, endTime: 1 }] }, /from 0 to/u],
  ])('refuses %s by name', (_name, sequence, message) => {
    expect(() => quantize(sequence)).toThrow(InvalidArgumentError);
    expect(() => quantize(sequence)).toThrow(message);
  });

  it('takes a tempo said twice for one', () => {
    const tempos = [
      { time: 0, qpm: 90 },
      { time: 3, qpm: 90 },
    ];
    expect(quantize({ ...played([60, 0, 1]), tempos }).tempos).toEqual([{ time: 0, qpm: 90 }]);
  });

  it('and back again is the same grid', () => {
    const note = fc.tuple(
      fc.integer({ min: 0, max: 127 }),
      fc.nat(500),
      fc.integer({ min: 1, max: 60 }),
    );
    fc.assert(
      fc.property(fc.array(note), fc.integer({ min: 20, max: 300 }), (some, qpm) => {
        const notes = some.map(([pitch, start, length]) => ({
          pitch,
          quantizedStartStep: start,
          quantizedEndStep: start + length,
        }));
        const grid = { quantizationInfo: { stepsPerQuarter: 4 }, tempos: [{ qpm }], notes };
        expect(steps(quantize(unquantize(grid)))).toEqual(steps(grid));
      }),
    );
  });
});

describe('a piece cut where tempo and metre change', () => {
  it('has one of each in every part, and notes that end with it', () => {
    const parts = splitOnChanges({
      ...played([60, 0, 1], [62, 1, 5], [64, 4, 6]),
      tempos: [{ qpm: 60 }, { time: 4, qpm: 120 }],
      timeSignatures: [
        { numerator: 4, denominator: 4 },
        { time: 4, numerator: 3, denominator: 4 },
      ],
    });
    expect(parts.map((part) => steps(quantize(part)))).toEqual([
      [
        [60, 0, 4],
        [62, 4, 16],
      ],
      [[64, 0, 16]],
    ]);
    expect(parts.map(stepsAfter)).toEqual([16, 12]);
  });
  const stepsAfter = (part: NoteSequence) => stepsPerBarOf(quantize(part));
});

describe('windows', () => {
  const fourBars = quantize({
    notes: [0, 2, 4, 6].map((startTime, i) => ({
      pitch: 60 + i,
      startTime,
      endTime: startTime + 3,
    })),
    totalTime: 8,
  });

  it('start at each bar; notes belong where they start and end with the window', () => {
    // Four bars of two seconds and a note that rings into a fifth: two-bar windows from bars 1 to 4.
    const cut = windows(fourBars, { bars: 2 });
    expect(cut.map(steps)).toEqual([
      [
        [60, 0, 24],
        [61, 16, 32],
      ],
      [
        [61, 0, 24],
        [62, 16, 32],
      ],
      [
        [62, 0, 24],
        [63, 16, 32],
      ],
      [[63, 0, 24]],
    ]);
    expect(cut.every(({ totalQuantizedSteps }) => totalQuantizedSteps === 32)).toBe(true);
    expect(cut[1]!.notes![0]).toMatchObject({ startTime: 0, endTime: 3 });
  });

  it('skip bars as told, and silence unless told', () => {
    const silent = quantize({ ...played([60, 0, 1]), totalTime: 16 });
    expect(windows(silent, { bars: 2, hop: 2 })).toHaveLength(1);
    expect(windows(silent, { bars: 2, hop: 2, empty: 'keep' })).toHaveLength(4);
  });

  it('keep what is played early: its step is 0 and its time below', () => {
    const [, second] = windows(quantize(played([36, 0, 0.1], [36, 1.98, 2.1])), { bars: 1 });
    expect(second!.notes![0]).toMatchObject({ quantizedStartStep: 0 });
    expect(second!.notes![0]!.startTime).toBeCloseTo(-0.02, 9);
  });

  it('of a piece that is shorter are one window, filled up with silence', () => {
    expect(windows(quantize(played([60, 0, 1])), { bars: 16 })).toHaveLength(1);
  });

  it('need a quantised piece, whole bars and sane numbers', () => {
    expect(() => windows(played([60, 0, 1]), { bars: 2 })).toThrow(/Call quantize/u);
    expect(() => windows(fourBars, { bars: 0 })).toThrow(/bars must be a positive integer/u);
    const odd = quantize({
      ...played([60, 0, 1]),
      timeSignatures: [{ numerator: 5, denominator: 32 }],
    });
    expect(() => windows(odd, { bars: 1 })).toThrow(/whole number/u);
    const endless = { ...fourBars, totalQuantizedSteps: 2 ** 31 - 1 };
    expect(() => windows(endless, { bars: 2 })).toThrow(/more than 100000 windows/u);
  });
});

describe('transposing', () => {
  const mixed: NoteSequence = {
    notes: [{ pitch: 120 }, { pitch: 36, isDrum: true }],
    keySignatures: [{ key: 11, mode: 0 }],
  };
  it('moves pitches and keys and leaves drums', () => {
    const moved = transpose(mixed, 3);
    expect(moved.notes!.map(({ pitch }) => pitch)).toEqual([123, 36]);
    expect(moved.keySignatures![0]!.key).toBe(2);
  });
  it('refuses or drops what leaves the range', () => {
    expect(() => transpose(mixed, 8)).toThrow(/120 moved by 8 is 128/u);
    expect(transpose(mixed, 8, { beyond: 'drop' }).notes).toHaveLength(1);
  });
});

describe('a melody', () => {
  it('is the highest of what starts together, each until the next', () => {
    const { sequence, dropped, cut } = extractMelody(
      quantize(played([60, 0, 1], [64, 0, 2], [55, 1, 1.5], [67, 3, 4])),
    );
    expect(steps(sequence)).toEqual([
      [64, 0, 8],
      [55, 8, 12],
      [67, 24, 32],
    ]);
    expect([dropped, cut]).toEqual([1, 1]);
  });

  it('never has two notes at once', () => {
    const note = fc.tuple(fc.nat(127), fc.nat(100), fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(fc.array(note), (some) => {
        const all = played(
          ...some.map(([p, s, l]): [number, number, number] => [p, s / 8, (s + l) / 8]),
        );
        for (const piece of [all, quantize(all)]) {
          const { sequence, dropped } = extractMelody(piece);
          const line = sequence.notes!;
          expect(line.length + dropped).toBe(some.length);
          for (let i = 1; i < line.length; i++) {
            expect(line[i]!.startTime).toBeGreaterThanOrEqual(line[i - 1]!.endTime!);
          }
        }
      }),
    );
  });
});

describe('drums', () => {
  it.each([
    ['General MIDI', drumClasses, 61],
    ['the Groove kit', grooveDrumClasses, 22],
  ])('are in nine classes without overlap (%s)', (_name, classes, count) => {
    const pitches = classes.flatMap((drum) => [...drum.pitches]);
    expect([classes.length, new Set(pitches).size, pitches.length]).toEqual([9, count, count]);
    const table = drumClassTable(classes);
    expect(classes.map((drum) => table[drum.pitches[0]!])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('bars', () => {
  it('begin where tempo and metre put them', () => {
    const bars = barStarts({
      tempos: [{ qpm: 60 }, { time: 4, qpm: 120 }],
      timeSignatures: [
        { numerator: 4, denominator: 4 },
        { time: 8, numerator: 6, denominator: 8 },
      ],
      totalTime: 10,
    });
    expect(bars.map(({ time, numerator }) => [time, numerator])).toEqual([
      [0, 4],
      [4, 4],
      [6, 4],
      [8, 6],
      [9.5, 6],
    ]);
  });
});
