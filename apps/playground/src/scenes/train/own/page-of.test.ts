import { describe, expect, it } from 'vitest';
import { pageOf } from './page-of';

describe('a page of pictures', () => {
  it('has the newest first, and the oldest last', () => {
    expect(pageOf(3, 0)).toEqual({ page: 0, pages: 1, places: [2, 1, 0] });
    const { places, pages } = pageOf(100, 0);
    expect([places.length, places[0], places.at(-1), pages]).toEqual([60, 99, 40, 2]);
    expect(pageOf(64, 1).places).toEqual([3, 2, 1, 0]);
  });

  it('is the last one there is, when pictures have been removed', () => {
    expect(pageOf(60, 2)).toMatchObject({ page: 0, pages: 1 });
    expect(pageOf(0, 1)).toEqual({ page: 0, pages: 1, places: [] });
  });
});
