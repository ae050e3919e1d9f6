import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lockToScale, scales } from './scale';

const label = (pitch: number): number => pitch - 21 + 2;
const pattern = fc.array(fc.nat(89), { minLength: 32, maxLength: 32 });

describe('a melody in a scale', () => {
  it('does not change with the free scale', () => {
    const notes = [label(61), 0, 1, label(66)];
    expect(lockToScale(notes, 'free', 0)).toBe(notes);
  });

  it('moves each pitch to the nearest one of the scale, or to the lower of two equally near ones', () => {
    // C major: C sharp moves to C, F sharp to F; rests stay.
    expect(lockToScale([label(61), 0, 1, label(66)], 'major', 0)).toEqual([
      label(60),
      0,
      1,
      label(65),
    ]);
    // The pentatonic scale on C contains C but not B, so B moves up to C.
    expect(lockToScale([label(71)], 'pentatonic', 0)).toEqual([label(72)]);
  });

  it('moves each pitch only once, not far, and not beyond the piano', () => {
    fc.assert(
      fc.property(pattern, fc.constantFrom(...scales), fc.nat(11), (labels, scale, root) => {
        const once = lockToScale(labels, scale, root);
        expect(lockToScale(once, scale, root)).toEqual(once);
        once.forEach((event, i) => {
          expect(Math.abs(event - labels[i]!)).toBeLessThanOrEqual(4);
          expect(event).toBeLessThan(90);
          if (labels[i]! < 2) expect(event).toBe(labels[i]);
          else expect(event).toBeGreaterThanOrEqual(2);
        });
      }),
    );
  });
});
