import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packLatents, unpackLatents } from './atlas-latents.js';
import { InvalidFileError } from '../errors/errors.js';

const window = { centre: [1, -1], extent: 4 } as const;

describe('the latents of an atlas', () => {
  it('are read back within half a quantisation step, and their labels exactly', () => {
    const latent = fc.record({
      x: fc.float({ min: -3, max: 5, noNaN: true }),
      y: fc.float({ min: -5, max: 3, noNaN: true }),
      label: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.array(latent, { minLength: 1, maxLength: 50 }), (latents) => {
        const packed = packLatents(
          {
            x: Float32Array.from(latents, (c) => c.x),
            y: Float32Array.from(latents, (c) => c.y),
            labels: Uint8Array.from(latents, (c) => c.label),
          },
          window,
        );
        const back = unpackLatents(packed, latents.length, window);
        latents.forEach((c, i) => {
          // One step is 4 / 32767 = 1.2e-4. Allow half of it and the rounding of float32.
          expect(Math.abs(back.x[i]! - c.x)).toBeLessThan(6.2e-5);
          expect(Math.abs(back.y[i]! - c.y)).toBeLessThan(6.2e-5);
          expect(back.labels[i]).toBe(c.label);
        });
      }),
    );
  });

  it('are moved to the edge when they are outside the window', () => {
    const packed = packLatents(
      { x: Float32Array.of(9), y: Float32Array.of(-9), labels: Uint8Array.of(3) },
      window,
    );
    const back = unpackLatents(packed, 1, window);
    expect([back.x[0], back.y[0]]).toEqual([5, -5]);
  });

  it('are refused when the file is truncated', () => {
    expect(() => unpackLatents(new Uint8Array(9), 2, window)).toThrow(InvalidFileError);
  });
});
