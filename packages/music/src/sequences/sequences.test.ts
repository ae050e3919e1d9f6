import { InvalidArgumentError } from '@speil/api';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NoteSequence } from '../theory/note-sequence.js';
import { findBars } from './bars.js';
import { splitOnMetre } from './changes.js';
import { drumClasses, drumClassTable, grooveDrumClasses } from './drums.js';
import { extractMelody } from './melody.js';
import { quantize } from './quantize.js';
import { stepsPerBarOf } from '../theory/quantized.js';
import { transpose } from './transpose.js';
import { unquantize } from '../theory/unquantize.js';
import { windows } from './windows.js';

/** Times are in seconds. At 120 quarters per minute, a sixteenth lasts an eighth of a second. */
const played = (...notes: [pitch: number, start: number, end: number][]): NoteSequence => ({
  notes: notes.map(([pitch, startTime, endTime]) => ({ pitch, velocity: 80, startTime, endTime })),
});
const steps = ({ notes }: NoteSequence) =>
  notes!.map((n) => [n.pitch, n.quantizedStartStep, n.quantizedEndStep]);

describe('quantisation', () => {
  it('rounds to the nearest step, halves up, and keeps a note at least one step long', () => {
    const sequence = quantize(played([60, 0.06, 0.13], [62, 0.0625, 0.07], [64, 0.5, 0.99]));
    expect(steps(sequence)).toEqual([
      [60, 0, 1],
      [62, 1, 2],
      [64, 4, 8],
    ]);
    expect(sequence.totalQuantizedSteps).toBe(8);
    expect(sequence.timeSignatures).toEqual([{ time: 0, numerator: 4, denominator: 4 }]);
  });

  it('counts the rests at the end of the piece, as Magenta does', () => {
    expect(quantize({ ...played([60, 0, 1]), totalTime: 2 }).totalQuantizedSteps).toBe(16);
  });

  it.each([
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
    [
      'a time that is not a number',
      { notes: [{ pitch: 60, startTime: NaN, endTime: 1 }] },
      /from 0 to/u,
    ],
  ])('refuses %s with an error that names it', (_name, sequence, message) => {
    expect(() => quantize(sequence)).toThrow(InvalidArgumentError);
    expect(() => quantize(sequence)).toThrow(message);
  });

  it('ignores a repeated tempo', () => {
    const tempos = [
      { time: 0, qpm: 90 },
      { time: 3, qpm: 90 },
    ];
    expect(quantize({ ...played([60, 0, 1]), tempos }).tempos).toEqual([{ time: 0, qpm: 90 }]);
  });

  it('can be undone and repeated with the same result', () => {
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

describe('a piece of many tempos', () => {
  /** Two bars of quarters. Each quarter has a different tempo between 119.5 and 120.5. */
  const drifting = (): NoteSequence => {
    let time = 0;
    const tempos: { time: number; qpm: number }[] = [];
    const notes = [60, 62, 64, 65, 67, 65, 64, 62].map((pitch, i) => {
      const qpm = 119.5 + ((i * 3) % 8) / 7;
      tempos.push({ time, qpm });
      const note = { pitch, startTime: time, endTime: time + 60 / qpm };
      time = note.endTime;
      return note;
    });
    return { notes, tempos, totalTime: time };
  };

  it('keeps the positions of its notes in quarters', () => {
    const grid = quantize(drifting());
    expect(steps(grid)).toEqual(
      [60, 62, 64, 65, 67, 65, 64, 62].map((pitch, i) => [pitch, 4 * i, 4 * i + 4]),
    );
    expect(grid.totalQuantizedSteps).toBe(32);
  });

  it('gets its mean tempo, so that its duration stays the same', () => {
    const piece = drifting();
    const grid = quantize(piece);
    expect(grid.tempos).toHaveLength(1);
    expect((8 * 60) / grid.tempos![0]!.qpm!).toBeCloseTo(piece.totalTime!, 5);
    expect(unquantize(grid).totalTime).toBeCloseTo(piece.totalTime!, 5);
    // The notes are exactly on the grid at the original tempos, so they are exactly on the grid at the mean tempo.
    grid.notes!.forEach(({ startTime }, i) => {
      expect(startTime).toBeCloseTo((i * 60) / grid.tempos![0]!.qpm!, 5);
    });
  });

  it('keeps the position of a change in the middle of a bar, in quarters', () => {
    // The tempo changes from 60 to 120 at 5 seconds, after five quarters, and back to 60 at 7 seconds, after nine
    // quarters.
    const starts = [0, 1, 2, 3, 4, 5, 5.5, 6, 6.5, 7, 8, 9];
    const grid = quantize({
      notes: starts.map((startTime, i) => ({ pitch: 60 + i, startTime, endTime: startTime + 0.5 })),
      tempos: [
        { time: 0, qpm: 60 },
        { time: 5, qpm: 120 },
        { time: 7, qpm: 60 },
      ],
      totalTime: 10,
    });
    expect(grid.notes!.map(({ quantizedStartStep }) => quantizedStartStep)).toEqual(
      starts.map((_, i) => 4 * i),
    );
  });
});

describe('a piece that is split where its metre changes', () => {
  it('has one metre per stretch, cuts off notes at the end of a stretch, and is not split where the tempo changes', () => {
    const stretches = splitOnMetre({
      ...played([60, 0, 1], [62, 1, 5], [64, 4, 6]),
      tempos: [{ qpm: 60 }, { time: 2, qpm: 120 }, { time: 4, qpm: 60 }, { time: 5, qpm: 120 }],
      timeSignatures: [
        { numerator: 6, denominator: 4 },
        { time: 4, numerator: 3, denominator: 4 },
      ],
    });
    expect(stretches.map(({ begins }) => begins)).toEqual([0, 4]);
    expect(stretches.map(({ sequence }) => sequence.tempos)).toEqual([
      [
        { qpm: 60, time: 0 },
        { qpm: 120, time: 2 },
      ],
      [
        { qpm: 60, time: 0 },
        { qpm: 120, time: 1 },
      ],
    ]);
    expect(stretches.map(({ sequence }) => steps(quantize(sequence)))).toEqual([
      [
        [60, 0, 4],
        [62, 4, 24],
      ],
      [[64, 0, 12]],
    ]);
    expect(stretches.map(({ sequence }) => stepsPerBarOf(quantize(sequence)))).toEqual([24, 12]);
  });
});

describe('the windows of a quantised piece', () => {
  const fourBars = quantize({
    notes: [0, 2, 4, 6].map((startTime, i) => ({
      pitch: 60 + i,
      startTime,
      endTime: startTime + 3,
    })),
    totalTime: 8,
  });

  it('start at each bar; a note belongs to the windows in which it starts, and is cut off at their end', () => {
    // Four bars of two seconds, and a note that lasts into a fifth bar. Windows of two bars start at the bars 1 to 4.
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

  it('start one hop apart, and leave out silent windows unless `empty` is `keep`', () => {
    const silent = quantize({ ...played([60, 0, 1]), totalTime: 16 });
    expect(windows(silent, { bars: 2, hop: 2 })).toHaveLength(1);
    expect(windows(silent, { bars: 2, hop: 2, empty: 'keep' })).toHaveLength(4);
  });

  it('contain notes that are played slightly early, at step 0 and with a time below 0', () => {
    const [, second] = windows(quantize(played([36, 0, 0.1], [36, 1.98, 2.1])), { bars: 1 });
    expect(second!.notes![0]).toMatchObject({ quantizedStartStep: 0 });
    expect(second!.notes![0]!.startTime).toBeCloseTo(-0.02, 9);
  });

  it('are a single window, padded with silence, for a piece that is shorter than a window', () => {
    expect(windows(quantize(played([60, 0, 1])), { bars: 16 })).toHaveLength(1);
  });

  it('require a quantised piece, bars of whole steps, and valid numbers', () => {
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

describe('transposition', () => {
  const mixed: NoteSequence = {
    notes: [{ pitch: 120 }, { pitch: 36, isDrum: true }],
    keySignatures: [{ key: 11, mode: 0 }],
  };
  it('moves pitches and keys, but not drums', () => {
    const moved = transpose(mixed, 3);
    expect(moved.notes!.map(({ pitch }) => pitch)).toEqual([123, 36]);
    expect(moved.keySignatures![0]!.key).toBe(2);
  });
  it('refuses or drops notes that leave the range', () => {
    expect(() => transpose(mixed, 8)).toThrow(/120 moved by 8 is 128/u);
    expect(transpose(mixed, 8, { beyond: 'drop' }).notes).toHaveLength(1);
  });
});

describe('an extracted melody', () => {
  it('keeps the highest of notes that start together, and ends each note at the next one', () => {
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

describe('drum classes', () => {
  it.each([
    ['General MIDI', drumClasses, 61],
    ['the Groove kit', grooveDrumClasses, 22],
  ])('are nine classes without common pitches (%s)', (_name, classes, count) => {
    const pitches = classes.flatMap((drum) => [...drum.pitches]);
    expect([classes.length, new Set(pitches).size, pitches.length]).toEqual([9, count, count]);
    const table = drumClassTable(classes);
    expect(classes.map((drum) => table[drum.pitches[0]!])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('bars', () => {
  it('begin where the tempo and the metre place them', () => {
    const bars = findBars({
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
