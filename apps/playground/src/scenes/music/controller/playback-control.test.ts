import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { patternSteps } from '../../../worker/protocol/music';
import { createStore } from '../../../shared/state/store';
import { createPlaybackControl } from './playback-control';
import { beats } from '../../beats/kind';
import type { Player } from '../sound/player';
import { initialState, reduceMusic } from '../pattern/state';

/** The patterns of a tile and of a corner. */
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
  const store = createStore(reduceMusic, initialState({ kind: 'beats', examples: [] }));
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
  const playback = createPlaybackControl({
    kind: beats,
    store,
    player: () => player,
    at: () => tile,
    corner: () => corner,
    voices: async () => [new Float32Array(1)],
  });
  return { store, playback, struck };
}

describe('a corner that plays alone', () => {
  it('starts the sound and ends it, also after a change of the corner', () => {
    const { store, playback } = create();
    playback.playCorner(0);
    expect(store.get()).toMatchObject({ sound: 'on', solo: 0 });
    playback.playCorner(1);
    playback.playCorner(undefined);
    expect(store.get()).toMatchObject({ sound: 'off', solo: undefined });
  });

  it('is followed by the pad if the pad was playing before, or if the puck has been moved since', () => {
    const { store, playback } = create();
    playback.setSound(true);
    playback.playCorner(0);
    playback.playCorner(undefined);
    expect(store.get().sound).toBe('on');
    playback.setSound(false);
    playback.playCorner(0);
    store.send({ type: 'move', to: { x: 1, y: 1 } });
    playback.playCorner(2);
    playback.playCorner(undefined);
    expect(store.get().sound).toBe('on');
  });

  it('is reported as playing from the next scheduled step on', () => {
    const { playback } = create();
    playback.setSound(true);
    playback.take(0, 0);
    playback.show();
    expect(playback.moment.get()).toMatchObject({ step: 5, solo: undefined, pattern: tile });
    playback.playCorner(3);
    playback.show();
    expect(playback.moment.get().pattern).toBe(tile);
    expect(playback.take(0, 4)[0]).toMatchObject({ pitch: 1 });
    playback.show();
    expect(playback.moment.get()).toMatchObject({ solo: 3, pattern: corner });
  });
});

it('a note that is set is played at once, and again once its samples have arrived', async () => {
  const { playback, struck } = create();
  await playback.strike(4);
  expect(struck).toEqual([4, 4]);
  await playback.strike(4);
  expect(struck).toEqual([4, 4, 4]);
});
