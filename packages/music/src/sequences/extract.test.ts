import { describe, expect, it } from 'vitest';
import { musicVaeConfigSchema } from '../checkpoints/config.js';
import { createConverter } from '../converters/index.js';
import { windowOf } from '../converters/window.js';
import { generatedSong } from '../generated/song.js';
import type { NoteSequence } from '../notes/note-sequence.js';
import { extractWindows } from './extract.js';
import { joined } from './join.js';

/** A note a bar of two seconds, at 120 quarters a minute. */
const bars = (...pitches: number[]): NoteSequence => ({
  notes: pitches.map((pitch, bar) => ({ pitch, startTime: 2 * bar, endTime: 2 * bar + 1 })),
  totalTime: 2 * pitches.length,
});

describe('the windows of a piece', () => {
  it('have the number of their bar and the second at which they begin', () => {
    const { windows } = extractWindows(bars(60, 61, 62, 63), { bars: 2 });
    expect(windows.map(({ bar, seconds }) => [bar, seconds])).toEqual([
      [1, 0],
      [2, 2],
      [3, 4],
    ]);
  });

  it('say which they repeat', () => {
    const { windows } = extractWindows(bars(60, 61, 60, 61, 60), { bars: 2 });
    expect(windows.map(({ sameAs }) => sameAs)).toEqual([null, null, 1, 2]);
  });

  it('begin anew where the tempo changes, and keep the piece’s count of bars', () => {
    const slower = { ...bars(60, 61), tempos: [{ time: 0, qpm: 120 }] };
    slower.tempos.push({ time: 4, qpm: 60 });
    slower.notes!.push({ pitch: 62, startTime: 4, endTime: 6 });
    slower.totalTime = 8;
    const { windows } = extractWindows(slower, { bars: 1 });
    expect(windows.map(({ bar, seconds }) => [bar, seconds])).toEqual([
      [1, 0],
      [2, 2],
      [3, 4],
    ]);
    expect(windows[2]!.sequence.tempos![0]!.qpm).toBe(60);
  });

  it('leave out another metre where one is asked for', () => {
    const waltz = { ...bars(60, 61), timeSignatures: [{ time: 0, numerator: 3, denominator: 4 }] };
    expect(extractWindows(waltz, { bars: 1, stepsPerBar: 16 })).toEqual({
      windows: [],
      otherMetres: 1,
    });
    expect(extractWindows(waltz, { bars: 1 }).windows.length).toBeGreaterThan(0);
  });

  it('count what they leave out: every note is in them or dropped', () => {
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
  ])('are what a model takes: $type', (dataConverter) => {
    const config = musicVaeConfigSchema.parse({ type: 'MusicVAE', dataConverter });
    const options = windowOf(config.dataConverter);
    const converter = createConverter(config.dataConverter);
    const { windows } = extractWindows(generatedSong({ index: 1, bars: 8 }), options);
    expect(windows.length).toBe(9 - options.bars);
    for (const { sequence } of windows) {
      expect(converter.input(sequence)).toHaveLength(converter.inputRows * converter.inputDepth);
    }
  });
});

describe('pieces one after the other', () => {
  it('are as long as the song that they were cut from, with all of its notes', () => {
    const song = generatedSong({ index: 2, bars: 8 });
    const { windows } = extractWindows(song, { bars: 1 });
    const whole = joined(windows.map(({ sequence }) => sequence));
    expect(whole.totalQuantizedSteps).toBe(8 * 16);
    const starts = (whole.notes ?? []).map(({ quantizedStartStep }) => quantizedStartStep!);
    expect(starts).toHaveLength(song.notes!.length);
    expect(Math.max(...starts)).toBeGreaterThan(7 * 16);
  });

  it('with seconds are moved by seconds', () => {
    const { notes, totalTime } = joined([bars(60), bars(61)]);
    expect([notes![1]!.startTime, notes![1]!.endTime, totalTime]).toEqual([2, 3, 4]);
  });

  it('must be some, of one grid', () => {
    expect(() => joined([])).toThrow(/at least one piece/u);
    expect(() => joined([bars(60), { quantizationInfo: { stepsPerQuarter: 4 } }])).toThrow(
      /Received: 0, 4 steps/u,
    );
  });
});
