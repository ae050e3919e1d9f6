import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance } from '../../../shared/geometry/geometry';
import {
  defaultLink,
  initialState,
  isMoving,
  isTravelling,
  shownPlace,
  reduceExplore,
  tourPoint,
  tourStart,
} from './state';
import type { ExploreEvent, ExploreState } from './state';

const world = {
  model: 'site',
  centre: { x: 1, y: -1 },
  extent: 3,
  classes: 10,
  items: 2000,
} as const;
const opening = initialState(world);

const after = (...events: ExploreEvent[]): ExploreState => events.reduce(reduceExplore, opening);

describe('the cursor', () => {
  it('starts where the tour starts, and never leaves the plane', () => {
    expect(distance(opening.cursor, tourPoint(tourStart, world))).toBeLessThan(0.001);
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (x, y) => {
        const { cursor } = after({ type: 'move', to: { x, y } });
        expect(Math.abs(cursor.x - 1)).toBeLessThanOrEqual(3);
        expect(Math.abs(cursor.y + 1)).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe('a hovering mouse', () => {
  const looking = after({ type: 'hover', at: { x: 2, y: 9 } });

  it('shows the point below it within the plane, and the cursor again once it has left', () => {
    expect(shownPlace(looking)).toEqual({ x: 2, y: 2 });
    expect(looking.cursor).toEqual(opening.cursor);
    const left = reduceExplore(looking, { type: 'hover', at: undefined });
    expect(shownPlace(left)).toEqual(opening.cursor);
  });

  it('moves the cursor when it is pressed', () => {
    const pressed = reduceExplore(looking, { type: 'move', to: { x: 2, y: 1 } });
    expect(pressed).toMatchObject({ cursor: { x: 2, y: 1 }, hover: undefined });
  });

  it('pauses the tour, which continues once the mouse has left', () => {
    const touring = after({ type: 'tour', on: true }, { type: 'tick', seconds: 1 });
    const waiting = reduceExplore(touring, { type: 'hover', at: { x: 0, y: 0 } });
    expect(isMoving(waiting)).toBe(false);
    expect(reduceExplore(waiting, { type: 'tick', seconds: 1 })).toBe(waiting);
    expect(isMoving(reduceExplore(waiting, { type: 'hover', at: undefined }))).toBe(true);
  });
});

describe('the tour', () => {
  it('moves with time, and ends when a person moves the cursor', () => {
    const touring = after({ type: 'tour', on: true }, { type: 'tick', seconds: 1 });
    expect(isMoving(touring)).toBe(true);
    expect(distance(touring.cursor, tourPoint(tourStart + 0.12, world))).toBeLessThan(0.001);
    const stopped = reduceExplore(touring, { type: 'move', to: { x: 0, y: 0 } });
    expect(isMoving(stopped)).toBe(false);
    expect(reduceExplore(stopped, { type: 'tick', seconds: 1 })).toBe(stopped);
  });

  it('ends when somebody draws, plays or follows a link', () => {
    const events: ExploreEvent[] = [
      { type: 'pen-down', at: { x: 1, y: 1 } },
      { type: 'play', on: true },
      { type: 'restore', link: defaultLink(world) },
    ];
    for (const event of events) expect(after({ type: 'tour', on: true }, event).tour).toBeNull();
  });
});

describe('a journey', () => {
  it('goes from A to B and back at its speed', () => {
    // A is 1.2 to the left of the centre, B is 1.2 to the right of it. The journey takes 4 s at speed 1.
    const there = after({ type: 'play', on: true }, { type: 'tick', seconds: 4 });
    expect(there.cursor.x).toBeCloseTo(2.2, 3);
    const back = reduceExplore(reduceExplore(there, { type: 'speed', speed: 2 }), {
      type: 'tick',
      seconds: 1,
    });
    expect(back.cursor.x).toBeCloseTo(1, 3);
  });

  it('is shown once somebody has used it', () => {
    expect(isTravelling(opening)).toBe(false);
    expect(isTravelling(after({ type: 'pin', end: 'to', at: { x: 0, y: 0 } }))).toBe(true);
    expect(isTravelling(after({ type: 'scrub', share: 0.5 }))).toBe(true);
  });

  it('that a person moves stays where it is put', () => {
    const state = after({ type: 'play', on: true }, { type: 'scrub', share: 1 });
    expect(isMoving(state)).toBe(false);
    expect(state.cursor).toEqual(state.travel.to);
  });
});

describe('the classes', () => {
  it('are hidden and shown one by one', () => {
    const hidden = after(
      { type: 'class', label: 7, on: false },
      { type: 'class', label: 2, on: false },
    );
    expect(hidden.hidden).toEqual([2, 7]);
    expect(reduceExplore(hidden, { type: 'class', label: 7, on: true }).hidden).toEqual([2]);
  });
});

describe('a drawing', () => {
  it('grows with the pen, but not with a very small movement', () => {
    const { drawing } = after(
      { type: 'pen-down', at: { x: 10.4, y: 20.6 } },
      { type: 'pen-move', at: { x: 11, y: 21 } },
      { type: 'pen-move', at: { x: 50, y: 300 } },
    );
    expect(drawing).toEqual({
      kind: 'ink',
      strokes: [
        [
          { x: 10, y: 21 },
          { x: 50, y: 255 },
        ],
      ],
    });
  });

  it('stays small enough for a link', () => {
    const scribble = Array.from({ length: 3000 }, (_, i): ExploreEvent => ({
      type: i % 50 === 0 ? 'pen-down' : 'pen-move',
      at: { x: (i * 37) % 256, y: (i * 91) % 256 },
    }));
    const { drawing } = after(...scribble);
    const strokes = drawing.kind === 'ink' ? drawing.strokes : [];
    expect(strokes).toHaveLength(60);
    expect(strokes.flat().length).toBeLessThanOrEqual(900);
    // It was simplified, not cut off: the last stroke ends where the pen was.
    expect(distance(strokes.at(-1)!.at(-1)!, { x: (2999 * 37) % 256, y: (2999 * 91) % 256 })).toBe(
      0,
    );
  });

  it('can be replaced by a digit of the test set, and cleared', () => {
    const chosen = after(
      { type: 'pen-down', at: { x: 1, y: 1 } },
      { type: 'choose', input: { kind: 'item', index: 5 } },
    );
    expect(chosen.drawing).toEqual({ kind: 'item', index: 5 });
    expect(reduceExplore(chosen, { type: 'clear-drawing' }).drawing).toEqual({ kind: 'none' });
  });
});
