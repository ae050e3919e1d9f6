import { describe, expect, it } from 'vitest';
import { melodies } from '../../melodies/kind';
import { findCell, computeLayout, locateStep } from './layout';

const reaches = [
  { lowest: 55, highest: 79 },
  { lowest: 36, highest: 84 },
  { lowest: 21, highest: 108 },
];

describe.each([
  ['in one line', 1200],
  ['in two', 360],
])('a roll %s', (_, width) => {
  it('has the same height for any range of notes, and shows the whole playing pattern', () => {
    const layouts = reaches.map((reach) => computeLayout(melodies, width, reach, false));
    expect(new Set(layouts.map(({ view }) => view)).size).toBe(1);
    for (const { height, view } of layouts) expect(height).toBeCloseTo(view, 9);
  });

  it('has rows that are high enough to edit, and scrolls if there are many of them', () => {
    for (const reach of reaches) {
      const layout = computeLayout(melodies, width, reach, true);
      expect(layout.rowHeight).toBeGreaterThanOrEqual(6);
      expect(layout.view).toBe(computeLayout(melodies, width, reach, false).view);
      expect(layout.height).toBeGreaterThanOrEqual(layout.view - 1e-9);
      const { x, y } = locateStep(layout, 20);
      const cell = findCell(layout, reach, x + 1, y + 2.5 * layout.rowHeight);
      expect(cell).toEqual({ step: 20, row: reach.highest - 2 });
    }
  });
});
