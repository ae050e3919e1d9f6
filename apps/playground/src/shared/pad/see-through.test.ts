import { describe, expect, it } from 'vitest';
import { onPaper } from './see-through';

/** A row of four pixels: two of ink with one other pixel on either side. */
const row = (ink: readonly number[], others: readonly number[]): Uint8ClampedArray =>
  Uint8ClampedArray.from([...others, ...ink, ...ink, ...others]);

describe('a picture on paper', () => {
  it.each([
    ['white', [255, 255, 255, 255]],
    ['black', [0, 0, 0, 255]],
    ['yellow', [250, 220, 40, 255]],
  ])('with %s ink on transparency has dark ink on white', (_, ink) => {
    expect([...onPaper(4, 1, row(ink, [0, 0, 0, 0])).pixels]).toEqual([255, 0, 0, 255]);
  });

  it('without transparency does not change', () => {
    const { pixels } = onPaper(4, 1, row([10, 10, 10, 255], [240, 240, 240, 255]));
    expect([...pixels]).toEqual([240, 10, 10, 240]);
  });

  it('with several colours is put on white', () => {
    const data = Uint8ClampedArray.from([
      0, 0, 0, 0, 20, 20, 20, 255, 230, 230, 230, 255, 0, 0, 0, 0,
    ]);
    expect([...onPaper(4, 1, data).pixels]).toEqual([255, 20, 230, 255]);
  });
});
