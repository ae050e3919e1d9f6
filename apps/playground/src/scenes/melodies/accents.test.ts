import { expect, it } from 'vitest';
import { melodyVelocity } from './accents';

const velocity = (pitch: number, step: number, length = 1): number =>
  melodyVelocity({ pitch, start: step, end: step + length }, step);

it('every velocity is within MIDI’s range, and is audible', () => {
  for (let step = 0; step < 16; step++) {
    for (let pitch = 21; pitch <= 108; pitch++) {
      expect(velocity(pitch, step)).toBeGreaterThanOrEqual(50);
      expect(velocity(pitch, step, 32)).toBeLessThanOrEqual(127);
    }
  }
});

it('a note is louder on the beat, at a higher pitch, and when it is longer', () => {
  expect(velocity(60, 4)).toBeGreaterThan(velocity(60, 5));
  expect(velocity(72, 4)).toBeGreaterThan(velocity(60, 4));
  expect(velocity(60, 4, 4)).toBeGreaterThan(velocity(60, 4, 1));
});
