import { describe, expect, it } from 'vitest';
import type { NoteSequence } from '../theory/note-sequence.js';
import { pianoRoll, pianoRolls, type PianoRoll } from './piano-roll.js';

const quantizationInfo = { stepsPerQuarter: 4 };
const melody = (pitch: number, velocity = 127): NoteSequence => ({
  notes: [{ pitch, velocity, quantizedStartStep: 0, quantizedEndStep: 4 }],
  quantizationInfo,
  totalQuantizedSteps: 16,
});
const beat: NoteSequence = {
  notes: [
    { pitch: 36, velocity: 127, isDrum: true, quantizedStartStep: 0, quantizedEndStep: 1 },
    { pitch: 51, velocity: 127, isDrum: true, quantizedStartStep: 8, quantizedEndStep: 9 },
  ],
  quantizationInfo,
  totalQuantizedSteps: 16,
};

type Rgb = readonly [number, number, number];
function at({ width, pixels }: PianoRoll, x: number, y: number): Rgb {
  return [...pixels.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)] as unknown as Rgb;
}

/** The first and the last column and row with pixels that are as saturated as a note. */
function painted(roll: PianoRoll): { x: number[]; y: number[] } {
  const [x, y] = [new Set<number>(), new Set<number>()];
  for (let row = 0; row < roll.height; row++) {
    for (let column = 0; column < roll.width; column++) {
      const pixel = at(roll, column, row);
      if (Math.max(...pixel) - Math.min(...pixel) < 40) continue;
      x.add(column);
      y.add(row);
    }
  }
  const ends = (values: Set<number>): number[] => [Math.min(...values), Math.max(...values)];
  return { x: ends(x), y: ends(y) };
}

describe('a piano roll', () => {
  it('shows time to the right, 40 pixels per quarter, and pitch upwards, 8 pixels per row', () => {
    const low = painted(pianoRoll(melody(60)));
    expect(low.x[1]! - low.x[0]!).toBe(38);
    expect(low.y[1]! - low.y[0]!).toBe(6);
    const [a, b] = pianoRolls([melody(60), melody(62)]).map(painted);
    expect(a!.y[0]! - b!.y[0]!).toBe(16);
  });

  it('has the same size and scale as the other piano rolls of a set', () => {
    const rolls = pianoRolls([melody(40), melody(80), { ...melody(60), totalQuantizedSteps: 32 }]);
    expect(new Set(rolls.map(({ width, height }) => `${width} x ${height}`)).size).toBe(1);
    // Rows for the pitches 40 to 80 and an empty row on both sides. There are many rows, so each has five pixels. The
    // margin has eight.
    expect(rolls[0]!.height).toBe(43 * 5 + 16);
  });

  it('shows soft notes in lighter shades', () => {
    const shadeOf = (velocity: number): number => {
      const roll = pianoRoll(melody(60, velocity));
      const { x, y } = painted(roll);
      return at(roll, x[0]! + 10, y[0]! + 3)[0];
    };
    expect(shadeOf(30)).toBeGreaterThan(shadeOf(80));
    expect(shadeOf(80)).toBeGreaterThan(shadeOf(127));
  });

  it('has a row for each drum, with the kick at the bottom and the ride at the top', () => {
    const roll = pianoRoll(beat);
    // Nine rows of thirteen pixels.
    expect(roll.height).toBe(9 * 13 + 16);
    const { y } = painted(roll);
    expect([y[0]! < 8 + 13, y[1]! > 8 + 8 * 13]).toEqual([true, true]);
  });

  it('shows drums below pitches, and a drum without a class above the other drums', () => {
    const notes = [...melody(60).notes!, ...beat.notes!];
    expect(pianoRoll({ ...beat, notes }).height).toBeGreaterThan(pianoRoll(beat).height);
    const odd = { ...beat, notes: [{ ...beat.notes![0]!, pitch: 1 }] };
    expect(pianoRoll(odd).height).toBe(10 * 13 + 16);
  });

  it('can be drawn from times in seconds: half a second is a quarter at 120 quarters per minute', () => {
    const seconds = { notes: [{ pitch: 60, velocity: 127, startTime: 0, endTime: 0.5 }] };
    const steps = { ...melody(60), totalQuantizedSteps: 4 };
    expect(pianoRoll(seconds)).toEqual(pianoRoll(steps));
  });

  it('can be drawn for an empty sequence, and has a limited width for an hour of music', () => {
    expect(painted(pianoRoll({ notes: [] })).x).toEqual([Infinity, -Infinity]);
    const hour = { ...melody(60), totalQuantizedSteps: 4 * 3600 };
    expect(pianoRoll(hour).width).toBeLessThanOrEqual(4020);
    expect(() => pianoRoll({ ...hour, totalQuantizedSteps: 2 ** 30 })).toThrow(/At most 10000/u);
  });
});
