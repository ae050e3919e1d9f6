import { describe, expect, it } from 'vitest';
import { patternSteps } from '../../../worker/protocol/music';
import { loopBars, pointOnPath, puckAt, buildTake } from './playback';
import { beats } from '../../beats/kind';
import { melodies } from '../../melodies/kind';
import { defaultLink as linkOf } from './state';

const defaultLink = { ...linkOf({ kind: 'beats', examples: [] }), follow: 'bar' as const };

const path = [
  { x: -1, y: 0 },
  { x: 0, y: 0 },
  { x: 0, y: 1 },
];

describe('the puck', () => {
  it('stays where it is put if there is no path, and the loop has two bars', () => {
    const link = { ...defaultLink, puck: { x: 0.5, y: 0.5 } };
    expect(puckAt(link, 5)).toEqual({ x: 0.5, y: 0.5 });
    expect(loopBars(link)).toBe(2);
  });

  it('follows a path at a constant speed, in both directions', () => {
    expect(pointOnPath(path, 0.25)).toEqual({ x: -0.5, y: 0 });
    expect(pointOnPath(path, 1)).toEqual({ x: 0, y: 1 });
    const link = { ...defaultLink, path, bars: 4 as const };
    expect(loopBars(link)).toBe(6);
    expect(puckAt(link, 0)).toEqual(path[0]);
    expect(puckAt(link, 3)).toEqual(path[2]);
    expect(puckAt(link, 6)).toEqual(path[0]);
    expect(puckAt(link, 2)).toEqual(puckAt(link, 4));
  });

  it('stays at the start of a path without length', () => {
    const still = [path[0]!, path[0]!];
    expect(pointOnPath(still, 0.5)).toEqual(path[0]);
  });
});

describe('a path that the puck has left', () => {
  it('is not followed', () => {
    const link = { ...defaultLink, path, along: false };
    expect(puckAt(link, 3)).toEqual(link.puck);
    expect(loopBars(link)).toBe(2);
  });
});

describe('a saved loop', () => {
  const silence = Array.from({ length: patternSteps }, () => 0);
  const held = melodies.notesOf([41, ...silence.slice(1)]);

  it('has the same timing as the music, with swing', () => {
    const hits = silence.map((_, step) => (step < 3 ? 1 : 0));
    const link = { ...defaultLink, tempo: 120, swing: 40 };
    const { notes, length } = buildTake(beats, link, () => hits);
    // A step is an eighth of a second. The second one is late by 0.4 of a step.
    expect(notes.map(({ start }) => start)).toEqual([0, 0.175, 0.25]);
    expect(length).toBe(4);
  });

  it('has accents, and each note has its pan', () => {
    const hits = silence.map((_, step) => (step % 4 === 0 ? 0b11 : 0b100));
    const { notes } = buildTake(beats, defaultLink, () => hits);
    expect(new Set(notes.map(({ velocity }) => velocity)).size).toBeGreaterThan(5);
    expect(new Set(notes.map(({ pan }) => pan))).toEqual(new Set([0, 0.4]));
    const line = buildTake(melodies, defaultLink, () => [41, 1, 81, 1, ...silence.slice(4)]);
    const [low, high] = line.notes.map(({ pan }) => pan);
    expect(low).toBeLessThan(high!);
  });

  it('holds a note across bars of the same pattern, and ends it where another pattern begins', () => {
    expect(held).toEqual([{ pitch: 60, start: 0, end: 32 }]);
    const long = [41, ...silence.slice(1)];
    const link = { ...defaultLink, tempo: 120 };
    expect(buildTake(melodies, link, () => long).notes[0]!.end).toBe(4);
    const moving = { ...link, path: [...path, { x: 1, y: 1 }], bars: 4 as const };
    const take = buildTake(melodies, moving, ({ x }) => (x < -0.5 ? long : silence));
    expect(take.notes[0]!.end).toBe(2);
  });

  it('follows a path as often as the music does', () => {
    const first = silence.map((_, step) => (step % 4 === 0 ? 1 : 0));
    const second = silence.map((_, step) => (step % 4 === 0 ? 2 : 0));
    const moving = { ...defaultLink, path: [path[0]!, { x: 1, y: 0 }], bars: 4 as const };
    const drumsOf = (follow: 'beat' | 'bar'): readonly number[] =>
      buildTake(beats, { ...moving, follow }, ({ x }) => (x < 0 ? first : second))
        .notes.slice(0, 12)
        .map(({ pitch }) => pitch);
    // Half of the path takes a bar and a half.
    expect(drumsOf('bar')).toEqual([...Array(8).fill(36), ...Array(4).fill(38)]);
    expect(drumsOf('beat')).toEqual([...Array(6).fill(36), ...Array(6).fill(38)]);
  });
});
