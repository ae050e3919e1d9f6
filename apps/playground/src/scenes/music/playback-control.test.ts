import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { patternSteps } from '../../worker/protocol/music';
import { createStore } from '../../shared/state/store';
import { createHearing } from './playback-control';
import { kinds } from './kinds';
import type { Player } from './sound/player';
import { initialState, reduceMusic } from './state';

/** What a tile plays, and what stands in a corner. */
const tile = Array.from({ length: patternSteps }, () => 1);
const corner = Array.from({ length: patternSteps }, () => 2);

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  vi.stubGlobal('requestAnimationFrame', () => 1);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function create() {
  const store = createStore(reduceMusic, initialState({ kind: 'drums', examples: [] }));
  const struck: number[] = [];
  const known = new Set<number>();
  const player = {
    isReady: () => true,
    play: () => undefined,
    stop: () => undefined,
    now: () => (store.get().sound === 'on' ? { at: 0, bar: 0, step: 5, length: 1 } : undefined),
    strike: (row: number) => struck.push(row),
    bank: {
      has: (pitch: number) => known.has(pitch),
      give: (pitches: readonly number[]) => {
        for (const pitch of pitches) known.add(pitch);
      },
    },
  } as unknown as Player;
  const hearing = createHearing({
    kind: kinds.drums,
    store,
    player: () => player,
    at: () => tile,
    corner: () => corner,
    voices: async () => [new Float32Array(1)],
  });
  return { store, hearing, struck };
}

describe('a corner by itself', () => {
  it('starts the sound and ends it, also from one corner to the next', () => {
    const { store, hearing } = create();
    hearing.hear(0);
    expect(store.get()).toMatchObject({ sound: 'on', solo: 0 });
    hearing.hear(1);
    hearing.hear(undefined);
    expect(store.get()).toMatchObject({ sound: 'off', solo: undefined });
  });

  it('gives way to the pad where that was heard before, or a hand has gone there since', () => {
    const { store, hearing } = create();
    hearing.setSound(true);
    hearing.hear(0);
    hearing.hear(undefined);
    expect(store.get().sound).toBe('on');
    hearing.setSound(false);
    hearing.hear(0);
    store.send({ type: 'move', to: { x: 1, y: 1 } });
    hearing.hear(2);
    hearing.hear(undefined);
    expect(store.get().sound).toBe('on');
  });

  it('is heard from the next step that is taken on, and the pad says so', () => {
    const { hearing } = create();
    hearing.setSound(true);
    hearing.take(0, 0);
    hearing.show();
    expect(hearing.moment.get()).toMatchObject({ step: 5, solo: undefined, pattern: tile });
    hearing.hear(3);
    hearing.show();
    expect(hearing.moment.get().pattern).toBe(tile);
    expect(hearing.take(0, 4)[0]).toMatchObject({ pitch: 1 });
    hearing.show();
    expect(hearing.moment.get()).toMatchObject({ solo: 3, pattern: corner });
  });
});

it('a note that is set is struck at once, and again once its sound has come', async () => {
  const { hearing, struck } = create();
  await hearing.strike(4);
  expect(struck).toEqual([4, 4]);
  await hearing.strike(4);
  expect(struck).toEqual([4, 4, 4]);
});
