/**
 * The sound of a page. The first user gesture starts its audio context, a timer schedules the steps, and the context is
 * suspended while nothing plays.
 */
import { createBank } from './bank';
import type { Bank } from './bank';
import type { Beat } from './clock';
import { createPerformance } from './performance';
import type { Performance, Score } from './performance';

export type { Score } from './performance';

export interface Player {
  readonly bank: Bank;
  /** @returns false if the browser has no Web Audio, which is also reported to `onSilent`. */
  isReady(): boolean;
  /** The first call must be during a user gesture. */
  play(): void;
  stop(): void;
  /**
   * Resolves once the browser allows sound. It may never resolve, since some browsers require a user gesture on each
   * page.
   */
  allowed(): Promise<void>;
  /** Plays a single note at once. Call it during a user gesture. */
  strike(row: number): void;
  /** @returns the step that sounds now. */
  now(): Beat | undefined;
  /** @param volume 0 to 1. */
  setVolume(volume: number): void;
  close(): void;
}

/** Milliseconds between two calls of the timer. */
export const interval = 25;
/** Seconds that each call schedules ahead. In a background page the calls are rare. */
export const ahead = { visible: 0.15, hidden: 2.5 };
/** Milliseconds after the end of the music until the audio context is suspended. */
const restAfter = 1500;
/** Milliseconds until missing sound is reported. */
const patience = 4000;

/** Why nothing can be heard: the browser has no Web Audio, or it blocks sound on this page. */
export type Silence = 'missing' | 'blocked';

/** @param onSilent called when the sound cannot be heard. */
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

  function advance(): void {
    clearTimeout(timer);
    awake?.performance.advance(document.hidden ? ahead.hidden : ahead.visible);
    timer = setTimeout(advance, interval);
  }
  function sleepLater(): void {
    clearTimeout(rest);
    rest = setTimeout(() => {
      awake?.context.suspend().catch(() => undefined);
    }, restAfter);
  }
  /** Schedules at once. In the background the timer may be so late that everything scheduled has ended. */
  function onHidden(): void {
    if (timer !== undefined) advance();
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
      // If the browser refuses, the next gesture tries again.
      context.resume().catch(() => undefined);
      if (timer !== undefined) return;
      performance.begin();
      advance();
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
      // The sound that is audible now left the context a moment ago.
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
