import { expect, it } from 'vitest';
import { rmsDifference } from './use-rms-difference';

it('the RMS difference is computed over all pixels, or over those of a mask', () => {
  const [a, b] = [Uint8Array.of(0, 255, 51, 0), Uint8Array.of(0, 0, 0, 0)];
  // Computed by hand: the square roots of (1 + 0.04) / 4 and of (1 + 0.04) / 2.
  expect(rmsDifference(a, b)).toBeCloseTo(Math.sqrt(0.26), 12);
  expect(rmsDifference(a, b, Uint8Array.of(0, 255, 255, 0))).toBeCloseTo(Math.sqrt(0.52), 12);
});
