import { describe, expect, it } from 'vitest';
import { velocityOf } from './accents';
import { kinds } from './kinds';

const { drums, melody } = kinds;
const hit = (drum: number, step: number): number =>
  velocityOf(drums, { pitch: drum, start: step, end: step + 1 }, step);
const note = (pitch: number, step: number, length = 1): number =>
  velocityOf(melody, { pitch, start: step, end: step + length }, step);

it('every velocity is MIDI’s, and a drum that can be heard', () => {
  for (let step = 0; step < 16; step++) {
    for (let drum = 0; drum < 9; drum++) {
      expect(hit(drum, step)).toBeGreaterThanOrEqual(50);
      expect(hit(drum, step)).toBeLessThanOrEqual(127);
    }
    for (let pitch = 21; pitch <= 108; pitch++) {
      expect(note(pitch, step, 32)).toBeGreaterThanOrEqual(50);
      expect(note(pitch, step, 32)).toBeLessThanOrEqual(127);
    }
  }
});

describe('drums', () => {
  it('have their backbeat, and ghost notes between the eighths', () => {
    const snares = Array.from({ length: 16 }, (_, step) => hit(1, step));
    const loudest = Math.max(...snares);
    expect(snares.flatMap((velocity, step) => (velocity === loudest ? [step] : []))).toEqual([
      4, 12,
    ]);
    expect(hit(1, 3)).toBeLessThan(loudest / 2);
  });

  it.each([
    ['the kick', 0],
    ['the hi-hat', 2],
    ['the ride', 8],
  ])('%s is louder the higher its place in the metre', (_, drum) => {
    const places = [1, 2, 4, 8, 0].map((step) => hit(drum, step));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(new Set(places).size).toBe(5);
  });
});

describe('a melody', () => {
  it('is louder on the beat, higher up, and where a note is held', () => {
    expect(note(60, 4)).toBeGreaterThan(note(60, 5));
    expect(note(72, 4)).toBeGreaterThan(note(60, 4));
    expect(note(60, 4, 4)).toBeGreaterThan(note(60, 4, 1));
  });
});
