import { expect, it } from 'vitest';
import { drumVelocity } from './accents';

it('every velocity is within MIDI’s range, and is audible', () => {
  for (let step = 0; step < 16; step++) {
    for (let drum = 0; drum < 9; drum++) {
      expect(drumVelocity(drum, step)).toBeGreaterThanOrEqual(50);
      expect(drumVelocity(drum, step)).toBeLessThanOrEqual(127);
    }
  }
});

it('the snare is loudest on the backbeat, and plays ghost notes between the eighths', () => {
  const snares = Array.from({ length: 16 }, (_, step) => drumVelocity(1, step));
  const loudest = Math.max(...snares);
  const backbeat = snares.flatMap((velocity, step) => (velocity === loudest ? [step] : []));
  expect(backbeat).toEqual([4, 12]);
  expect(snares[3]).toBeLessThan(loudest / 2);
});

it.each([
  ['the kick', 0],
  ['the hi-hat', 2],
  ['the ride', 8],
])('%s is louder the higher its step is in the metre', (_, drum) => {
  const velocities = [1, 2, 4, 8, 0].map((step) => drumVelocity(drum, step));
  expect(velocities).toEqual([...velocities].sort((a, b) => a - b));
  expect(new Set(velocities).size).toBe(5);
});
