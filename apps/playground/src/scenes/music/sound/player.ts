/** The sound of a page: an audio context that the first gesture wakes, looked after by a timer, asleep while nothing plays. */
import { createBank } from './bank';
import type { Bank } from './bank';
import type { Beat } from './clock';
import { createPerformance } from './performance';
import type { Performance, Score } from './performance';

export type { Score } from './performance';

export interface Player {
  readonly bank: Bank;
  /** @returns false, and tells it, where the browser has no sound at all. */
  isReady(): boolean;
  /** Must be called in a gesture, the first time. */
  play(): void;
  stop(): void;
  /** Resolves once the browser lets it sound, maybe never: some want a gesture on each page. */
  allowed(): Promise<void>;
  /** A single note at once, in a gesture. */
  strike(row: number): void;
  /** What sounds now. */
  now(): Beat | undefined;
  /** @param volume 0 to 1. */
  setVolume(volume: number): void;
  close(): void;
}

/** Milliseconds between two looks, and seconds that each looks ahead; a page in the background is looked after seldom. */
export const interval = 25;
export const ahead = { seen: 0.15, hidden: 2.5 };
/** Milliseconds of silence after which nothing is reckoned any more. */
const restAfter = 1500;
/** Milliseconds after which a browser that was asked for sound and gives none is said to be silent. */
const patience = 4000;

/** Why nothing sounds: the browser cannot make sound, or it does not let this page. */
export type Silence = 'missing' | 'blocked';

/** @param onSilent called when what is played, or was to be, cannot be playing. */
export function createPlayer(score: Score, onSilent: (why: Silence) => void): Player {
  const bank = createBank();
  let volume = 1;
  let awake: { readonly context: AudioContext; readonly performance: Performance } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let doubt: ReturnType<typeof setTimeout> | undefined;

  function wake(): NonNullable<typeof awake> {
    if (awake !== undefined) return awake;
    const context = new AudioContext({ latencyHint: 'interactive' });
    awake = { context, performance: createPerformance(context, score, bank, volume) };
    return awake;
  }

  function look(): void {
    clearTimeout(timer);
    awake?.performance.look(document.hidden ? ahead.hidden : ahead.seen);
    timer = setTimeout(look, interval);
  }
  function sleepLater(): void {
    clearTimeout(rest);
    rest = setTimeout(() => {
      awake?.context.suspend().catch(() => undefined);
    }, restAfter);
  }
  /** At once: the next look of a page that goes into the background may come after what was handed out has ended. */
  function onHidden(): void {
    if (timer !== undefined) look();
  }
  document.addEventListener('visibilitychange', onHidden);

  function isReady(): boolean {
    if (typeof AudioContext !== 'undefined') return true;
    onSilent('missing');
    return false;
  }

  return {
    bank,
    isReady,
    play() {
      clearTimeout(rest);
      const { context, performance } = wake();
      // A browser that refuses is asked again with the next gesture.
      context.resume().catch(() => undefined);
      if (timer !== undefined) return;
      performance.begin();
      look();
      clearTimeout(doubt);
      doubt = setTimeout(() => {
        if (timer !== undefined && context.state !== 'running') onSilent('blocked');
      }, patience);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      if (awake === undefined) return;
      awake.performance.end();
      sleepLater();
    },
    async allowed() {
      const { context } = wake();
      await context.resume();
      if (context.state !== 'running') throw new Error('A gesture is needed.');
    },
    strike(row) {
      if (!isReady()) return;
      const { context, performance } = wake();
      context.resume().catch(() => undefined);
      performance.strike(row);
      if (timer === undefined) sleepLater();
    },
    now() {
      if (timer === undefined || awake === undefined) return undefined;
      const { context, performance } = awake;
      // What is playing now was handed to the speaker a while ago.
      return performance.beatAt(context.currentTime - (context.outputLatency || 0));
    },
    setVolume(to) {
      volume = to;
      awake?.performance.setVolume(to);
    },
    close() {
      clearTimeout(timer);
      clearTimeout(rest);
      clearTimeout(doubt);
      timer = undefined;
      document.removeEventListener('visibilitychange', onHidden);
      awake?.context.close().catch(() => undefined);
    },
  };
}
