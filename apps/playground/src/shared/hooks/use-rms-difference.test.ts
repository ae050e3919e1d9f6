import { expect, it } from 'vitest';
import { rmsDifference } from './use-rms-difference';

it('pictures are as far rmsDifference as their pixels are, or those of them that count', () => {
  const [a, b] = [Uint8Array.of(0, 255, 51, 0), Uint8Array.of(0, 0, 0, 0)];
  // By hand: the root of (1 + .04) / 4, and of (1 + .04) / 2.
  expect(rmsDifference(a, b)).toBeCloseTo(Math.sqrt(0.26), 12);
  expect(rmsDifference(a, b, Uint8Array.of(0, 255, 255, 0))).toBeCloseTo(Math.sqrt(0.52), 12);
});
