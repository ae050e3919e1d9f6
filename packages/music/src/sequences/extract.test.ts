import { describe, expect, it } from 'vitest';
import { musicVaeConfigSchema } from '../converters/config.js';
import { createConverter } from '../converters/converters.js';
import { getWindow } from '../converters/window.js';
import { generatedSong } from '../generated/song.js';
import type { Note, NoteSequence } from '../theory/note-sequence.js';
import { planOfSpec } from '../models/plan.js';
import { recipes } from '../entries/recipes.js';
import { createNoteExamples } from '../training/examples.js';
import { extractWindows } from './extract.js';
import { joinSequences } from './join.js';

/** One note per bar. At 120 quarters per minute, a bar of 4/4 lasts two seconds. */
const bars = (...pitches: number[]): NoteSequence => ({
  notes: pitches.map((pitch, bar) => ({ pitch, startTime: 2 * bar, endTime: 2 * bar + 1 })),
  totalTime: 2 * pitches.length,
});

describe('the windows of a piece', () => {
  it('have the number of their first bar and their start in seconds', () => {
    const { windows } = extractWindows(bars(60, 61, 62, 63), { bars: 2 });
    expect(windows.map(({ bar, seconds }) => [bar, seconds])).toEqual([
      [1, 0],
      [2, 2],
      [3, 4],
    ]);
  });

  it('refer to the earlier window that they repeat', () => {
    const { windows } = extractWindows(bars(60, 61, 60, 61, 60), { bars: 2 });
    expect(windows.map(({ sameAs }) => sameAs)).toEqual([null, null, 1, 2]);
  });

  it('begin at the bars when the tempo changes, and keep their duration in the piece', () => {
    // Bars last two seconds at 120 quarters per minute, and four seconds at 60. The tempo changes in the middle of the
    // second bar.
    const slower: NoteSequence = {
      notes: [0, 1, 2, 3, 5, 7].map((startTime, i) => ({
        pitch: 60 + i,
        startTime,
        endTime: startTime + 1,
      })),
      tempos: [
        { time: 0, qpm: 120 },
        { time: 3, qpm: 60 },
      ],
      totalTime: 9,
    };
    const { windows, otherMetres } = extractWindows(slower, { bars: 1 });
    expect(otherMetres).toBe(0);
    expect(windows.map(({ bar, seconds }) => [bar, seconds])).toEqual([
      [1, 0],
      [2, 2],
      [3, 5],
    ]);
    const of = ({ sequence }: (typeof windows)[number]) =>
      sequence.notes!.map(({ quantizedStartStep }) => quantizedStartStep);
    expect(windows.map(of)).toEqual([
      [0, 8],
      [0, 8],
      [0, 8],
    ]);
    // Two quarters at 120 and two at 60 last three seconds together, so the mean tempo of the second bar is 80.
    expect(windows.map(({ sequence }) => sequence.tempos![0]!.qpm)).toEqual([
      expect.closeTo(120, 6),
      expect.closeTo(80, 6),
      expect.closeTo(60, 6),
    ]);
  });

  it.each([
    [2, 4],
    [1, 4],
    [4, 8],
  ])('combine bars of %i/%i to fill the bars of the model', (numerator, denominator) => {
    const polka: NoteSequence = {
      ...bars(60, 61, 62, 63),
      timeSignatures: [{ time: 0, numerator, denominator }],
    };
    const model = { bars: 2, stepsPerBar: 16 };
    const { windows, otherMetres } = extractWindows(polka, model);
    expect(otherMetres).toBe(0);
    // The hop is one bar of the model, so no window starts in the middle of such a bar.
    expect(windows.map(({ seconds }) => seconds)).toEqual([0, 2, 4]);
    expect(windows[0]!.sequence.notes!.map(({ pitch }) => pitch)).toEqual([60, 61]);
  });

  it('skip a pickup, unless it is the whole piece', () => {
    const song: NoteSequence = {
      notes: [0, 0.5, 1, 1.5, 2, 2.5].map((startTime, i) => ({
        pitch: 60 + i,
        startTime,
        endTime: startTime + 0.5,
      })),
      timeSignatures: [
        { time: 0, numerator: 1, denominator: 4 },
        { time: 0.5, numerator: 4, denominator: 4 },
      ],
      totalTime: 2.5,
    };
    const { windows, otherMetres } = extractWindows(song, { bars: 1, stepsPerBar: 16 });
    expect(otherMetres).toBe(1);
    expect(windows[0]!.seconds).toBe(0.5);
    expect(windows[0]!.sequence.notes!.map(({ pitch }) => pitch)).toEqual([61, 62, 63, 64]);
  });

  it('are the same as in training for a pickup, for 2/4 and for a change of tempo', () => {
    const { model } = recipes.find(({ name }) => name === 'melody-2bar')!;
    const { config } = planOfSpec(model);
    const line = (count: number, from = 0): Note[] =>
      Array.from({ length: count }, (_, i) => ({
        ...{ pitch: 60 + ((i * 5) % 12), velocity: 80, program: 0, instrument: 0, isDrum: false },
        ...{ startTime: from + i / 2, endTime: from + (i + 1) / 2 },
      }));
    const metre = (numerator: number, time = 0) => ({ time, numerator, denominator: 4 });
    const songs: NoteSequence[] = [
      { notes: line(33), timeSignatures: [metre(1), metre(4, 0.5)], totalTime: 16.5 },
      { notes: line(32), timeSignatures: [metre(2)], totalTime: 16 },
      {
        notes: line(32),
        tempos: [
          { time: 0, qpm: 120 },
          { time: 5.2, qpm: 119 },
        ],
        totalTime: 16,
      },
    ];
    const stepsOf = ({ notes }: NoteSequence) =>
      notes!.map(({ pitch, quantizedStartStep }) => `${pitch}@${quantizedStartStep}`).join(' ');
    for (const sequence of songs) {
      const learned = createNoteExamples(
        { id: 'song', songs: [{ sequence }], fingerprint: '' },
        model,
      );
      const taken = extractWindows(sequence, getWindow(config.dataConverter)).windows;
      const once = taken.filter(({ sameAs, sequence: window }) => {
        return sameAs === null && new Set(window.notes!.map((n) => n.quantizedStartStep)).size > 1;
      });
      expect(once.length).toBeGreaterThan(2);
      expect(Array.from({ length: learned.size }, (_, i) => stepsOf(learned.sequence(i)))).toEqual(
        once.map(({ sequence: window }) => stepsOf(window)),
      );
    }
  });

  it('leave out a metre whose bar is not a whole number of steps, and count it', () => {
    const odd = { ...bars(60, 61), timeSignatures: [{ time: 0, numerator: 3, denominator: 32 }] };
    expect(extractWindows(odd, { bars: 1 })).toEqual({ windows: [], otherMetres: 1 });
    const { model } = recipes.find(({ name }) => name === 'melody-2bar')!;
    expect(() =>
      createNoteExamples({ id: 'odd', songs: [{ sequence: odd }], fingerprint: '' }, model),
    ).not.toThrow();
  });

  it('leave out other metres if one is requested', () => {
    const waltz = { ...bars(60, 61), timeSignatures: [{ time: 0, numerator: 3, denominator: 4 }] };
    expect(extractWindows(waltz, { bars: 1, stepsPerBar: 16 })).toEqual({
      windows: [],
      otherMetres: 1,
    });
    expect(extractWindows(waltz, { bars: 1 }).windows.length).toBeGreaterThan(0);
  });

  it('count the notes that they leave out: every note is in the window or counted as dropped', () => {
    const song = generatedSong({ index: 3, bars: 8 });
    const all = extractWindows(song, { bars: 2, hop: 2 }).windows;
    for (const part of ['melody', 'drums', 'trio'] as const) {
      const { windows } = extractWindows(song, { bars: 2, hop: 2, part });
      windows.forEach(({ sequence, dropped }, i) => {
        expect(sequence.notes!.length + dropped).toBe(all[i]!.sequence.notes!.length);
        expect(sequence.notes!.every(({ isDrum }) => isDrum === (part === 'drums'))).toBe(
          part !== 'trio',
        );
      });
    }
  });

  it.each([
    {
      type: 'MelodyConverter' as const,
      args: { numSteps: 32, minPitch: 60, maxPitch: 84 },
    },
    { type: 'DrumsConverter' as const, args: { numSteps: 32 } },
    { type: 'GrooveConverter' as const, args: { numSteps: 32 } },
    {
      type: 'TrioConverter' as const,
      args: {
        numSteps: 64,
        melArgs: { minPitch: 60, maxPitch: 84 },
        bassArgs: { minPitch: 30, maxPitch: 60 },
        drumsArgs: {},
      },
    },
    {
      type: 'MultitrackConverter' as const,
      args: {
        numSteps: 128,
        numSegments: 4,
        totalSteps: 96,
        stepsPerQuarter: 24,
        numVelocityBins: 8,
        minPitch: 40,
        maxPitch: 90,
      },
    },
  ])('are accepted by the converter of a model: $type', (dataConverter) => {
    const config = musicVaeConfigSchema.parse({ type: 'MusicVAE', dataConverter });
    const options = getWindow(config.dataConverter);
    const converter = createConverter(config.dataConverter);
    const { windows } = extractWindows(generatedSong({ index: 1, bars: 8 }), options);
    expect(windows.length).toBe(9 - options.bars);
    for (const { sequence } of windows) {
      expect(converter.input(sequence)).toHaveLength(converter.inputRows * converter.inputDepth);
    }
  });
});

describe('joined pieces', () => {
  it('are as long as the original song, and contain all of its notes', () => {
    const song = generatedSong({ index: 2, bars: 8 });
    const { windows } = extractWindows(song, { bars: 1 });
    const whole = joinSequences(windows.map(({ sequence }) => sequence));
    expect(whole.totalQuantizedSteps).toBe(8 * 16);
    const starts = (whole.notes ?? []).map(({ quantizedStartStep }) => quantizedStartStep!);
    expect(starts).toHaveLength(song.notes!.length);
    expect(Math.max(...starts)).toBeGreaterThan(7 * 16);
  });

  it('are moved by seconds if they have times in seconds', () => {
    const { notes, totalTime } = joinSequences([bars(60), bars(61)]);
    expect([notes![1]!.startTime, notes![1]!.endTime, totalTime]).toEqual([2, 3, 4]);
  });

  it('must be at least one, and must have the same grid', () => {
    expect(() => joinSequences([])).toThrow(/at least one piece/u);
    expect(() => joinSequences([bars(60), { quantizationInfo: { stepsPerQuarter: 4 } }])).toThrow(
      /Received: 0, 4 steps/u,
    );
  });
});
