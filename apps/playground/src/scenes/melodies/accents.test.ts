import { expect, it } from 'vitest';
import { melodyVelocity } from './accents';

const velocity = (pitch: number, step: number, length = 1): number =>
  melodyVelocity({ pitch, start: step, end: step + length }, step);

it('every velocity is one of MIDI, and can be heard', () => {
  for (let step = 0; step < 16; step++) {
    for (let pitch = 21; pitch <= 108; pitch++) {
      expect(velocity(pitch, step)).toBeGreaterThanOrEqual(50);
      expect(velocity(pitch, step, 32)).toBeLessThanOrEqual(127);
    }
  }
});

it('a note is louder on the beat, higher up, and where it is held', () => {
  expect(velocity(60, 4)).toBeGreaterThan(velocity(60, 5));
  expect(velocity(72, 4)).toBeGreaterThan(velocity(60, 4));
  expect(velocity(60, 4, 4)).toBeGreaterThan(velocity(60, 4, 1));
});
