import { describe, expect, it } from 'vitest';
import { createClock } from './clock';
import type { Tempo } from './clock';
import type { StepNote } from '../pattern/kind';

/** A hit in each step; the pitch identifies the bar. */
const full = (pitch: number): readonly StepNote[] =>
  Array.from({ length: 16 }, (_, start) => ({ pitch, start, end: start + 1 }));

interface Played {
  readonly pitch: number;
  readonly at: number;
}

function played(
  tempo: Tempo | (() => Tempo),
  notesOf: (bar: number, step: number) => readonly StepNote[],
  every = 16,
) {
  const notes: Played[] = [];
  const ends: Played[] = [];
  const clock = createClock({
    tempo: typeof tempo === 'function' ? tempo : () => tempo,
    notesOf,
    every: () => every,
    play: ({ pitch }, at) => notes.push({ pitch, at }),
    end: ({ pitch }, at) => ends.push({ pitch, at }),
  });
  return { clock, notes, ends };
}

/** At 120 quarters per minute a step lasts an eighth of a second, and a bar two seconds. */
const straight = { tempo: 120, swing: 0 };

describe('the clock', () => {
  it('plays each step of a bar once, at equal distances, however often it is called', () => {
    const { clock, notes } = played(straight, full);
    clock.start(1);
    for (let now = 0.9; now < 3; now += 0.025) clock.advance(now, now + 0.15);
    const times = notes.filter(({ pitch }) => pitch === 0).map(({ at }) => at);
    expect(times).toHaveLength(16);
    times.forEach((at, step) => {
      expect(at).toBeCloseTo(1 + step / 8, 9);
    });
  });

  it.each([
    [1, 5],
    [4, 8],
  ])('takes a new pattern every %i steps if that is requested', (every, taken) => {
    let newest = 7;
    const { clock, notes } = played(straight, () => full(newest), every);
    clock.start(0);
    for (let now = 0; now < 1.9; now += 0.025) {
      // The pattern changes between the fifth and the sixth step.
      if (now > 0.55) newest = 9;
      clock.advance(now, now + 0.01);
    }
    expect(notes.findIndex(({ pitch }) => pitch === 9)).toBe(taken);
    expect(notes).toHaveLength(16);
  });

  it('takes a new pattern at the start of a bar, never within a bar', () => {
    let newest = 7;
    const { clock, notes } = played(straight, () => full(newest));
    clock.start(0);
    for (let now = 0; now < 3.9; now += 0.025) {
      if (now > 0.5) newest = 9;
      clock.advance(now, now + 0.1);
    }
    expect(notes.filter(({ at }) => at < 2 - 1e-9).every(({ pitch }) => pitch === 7)).toBe(true);
    expect(notes.filter(({ at }) => at > 2 - 1e-9).every(({ pitch }) => pitch === 9)).toBe(true);
    expect(notes).toHaveLength(32);
  });

  it('delays every second step for swing, and the bar keeps its length', () => {
    const { clock, notes } = played({ tempo: 120, swing: 50 }, full);
    clock.start(0);
    clock.advance(0, 2.01);
    expect(notes.slice(0, 4).map(({ at }) => at)).toEqual([0, 0.1875, 0.25, 0.4375]);
    expect(notes[16]!.at).toBeCloseTo(2, 9);
  });

  it('skips the steps that a busy page has missed, and continues in time', () => {
    const { clock, notes } = played(straight, full);
    clock.start(0);
    clock.advance(0, 0.1);
    clock.advance(1.05, 1.2);
    expect(notes.map(({ at }) => at)).toEqual([0, 1.05, 1.125]);
  });

  it('holds a note for its steps, even if they become longer meanwhile, and across bars', () => {
    let now = 0;
    const tempo = (): Tempo => (now < 0.9 ? straight : { tempo: 60, swing: 0 });
    const { clock, ends } = played(tempo, (bar) =>
      bar === 0
        ? [
            { pitch: 7, start: 4, end: 12 },
            { pitch: 9, start: 12, end: 18 },
          ]
        : [],
    );
    clock.start(0);
    for (; now < 6; now += 0.025) clock.advance(now, now + 0.1);
    // Steps 4 to 7 last an eighth of a second each, later steps a quarter.
    expect(ends.map(({ pitch, at }) => [pitch, at])).toEqual([
      [7, 2],
      [9, 3.5],
    ]);
  });

  it('reports which step sounds', () => {
    const { clock } = played(straight, full);
    clock.start(0);
    for (let now = 0; now < 2.5; now += 0.05) clock.advance(now, now + 0.15);
    expect(clock.beatAt(2.3)).toMatchObject({ bar: 1, step: 2 });
    expect(clock.beatAt(-1)).toBeUndefined();
  });
});
