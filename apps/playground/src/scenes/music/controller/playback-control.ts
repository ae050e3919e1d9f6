/**
 * Starts and stops the sound, and tells at each moment which pattern plays and which place of the pad it comes from. Both follow
 * from the state and the clock. Knows no React.
 */
import { barSteps, patternSteps } from '../../../worker/protocol/music';
import type { Pattern } from '../../../worker/protocol/music';
import type { Point } from '../../../shared/geometry/geometry';
import { createStore } from '../../../shared/state/store';
import type { Store } from '../../../shared/state/store';
import { notesOfBar, puckAt } from '../pattern/playback';
import type { Kind, StepNote } from '../pattern/kind';
import type { Player } from '../sound/player';
import { isTravelling } from '../pattern/state';
import type { MusicEvent, MusicState } from '../pattern/state';

/** What plays now, or would play. */
export interface Moment {
  readonly puck: Point;
  /** The step of the pattern, 0 to 31; undefined while nothing plays. */
  readonly step: number | undefined;
  /**
   * The place of the pad that the playing pattern comes from. The puck may have moved on: it is followed at the next beat or bar.
   */
  readonly from: Point;
  /** The corner that plays by itself instead. */
  readonly solo: number | undefined;
  readonly pattern: Pattern | undefined;
}

export interface PlaybackControlOptions {
  readonly kind: Kind;
  readonly store: Pick<Store<MusicState, MusicEvent>, 'get' | 'send'>;
  /** Undefined before the sound has been set up. */
  readonly player: () => Player | undefined;
  /** @returns the pattern at a place of the pad. */
  readonly at: (point: Point) => Pattern | undefined;
  readonly corner: (which: number) => Pattern | undefined;
  /** Renders the samples of a pitch. */
  readonly voices: (
    pitch: number,
    program: number,
  ) => Promise<readonly Float32Array<ArrayBuffer>[]>;
}

export interface PlaybackControl {
  readonly moment: Store<Moment, Moment>;
  /** Updates the moment. */
  readonly show: () => void;
  /** @returns the notes of a bar from a step on. The clock calls it a little before they sound. */
  readonly take: (bar: number, step: number) => readonly StepNote[];
  readonly setSound: (on: boolean) => void;
  /** Plays a corner's own pattern by itself; undefined plays the pad again. Call it in a gesture. */
  readonly playCorner: (corner: number | undefined) => void;
  /** Plays a single note at once. Call it in a gesture. */
  readonly strike: (row: number) => Promise<void>;
  /** Stops updating the moment. */
  readonly end: () => void;
}

/** Steps that are remembered: as many as are scheduled ahead in the background at the fastest tempo. */
const mostTaken = 80;

export function createPlaybackControl(options: PlaybackControlOptions): PlaybackControl {
  const { kind, store, player, at, corner: cornerPattern, voices } = options;
  const { puck: opening } = store.get();
  const moment = createStore<Moment, Moment>(
    (was, now) => {
      const keys = ['puck', 'step', 'from', 'solo', 'pattern'] as const;
      return keys.every((key) => was[key] === now[key]) ? was : now;
    },
    { puck: opening, from: opening, step: undefined, solo: undefined, pattern: undefined },
  );
  let taken: (Pick<Moment, 'from' | 'solo' | 'pattern'> & { at: number })[] = [];
  let frame = 0;
  /** Whether the sound was started for a corner alone, and ends with it. */
  let forSolo = false;

  function show(): void {
    const beat = player()?.now();
    const state = store.get();
    if (beat === undefined) {
      const { puck } = state;
      moment.send({ puck, step: undefined, from: puck, solo: undefined, pattern: at(puck) });
      return;
    }
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const share = still ? 0 : beat.step / barSteps;
    const puck = isTravelling(state) ? puckAt(state, beat.bar + share) : state.puck;
    const now = barSteps * beat.bar + beat.step;
    const { from = puck, solo, pattern } = taken.findLast((each) => each.at <= now) ?? {};
    moment.send({ puck, step: now % patternSteps, from, solo, pattern });
  }

  /** Updates the moment with every frame while the sound plays. */
  function follow(): void {
    show();
    frame = requestAnimationFrame(follow);
  }

  function setSound(on: boolean): void {
    if (on && player()?.isReady() === false) return;
    store.send({ type: 'sound', on });
    if (!on) {
      forSolo = false;
      store.send({ type: 'solo', corner: undefined });
    }
    cancelAnimationFrame(frame);
    if (on) {
      taken = [];
      player()?.play();
      follow();
    } else {
      player()?.stop();
      show();
    }
  }

  return {
    moment,
    show,
    take(bar, step) {
      const state = store.get();
      const from = puckAt(state, bar + step / barSteps);
      const { solo } = state;
      const pattern = solo === undefined ? at(from) : cornerPattern(solo);
      taken = [...taken.slice(-mostTaken), { at: barSteps * bar + step, from, solo, pattern }];
      return pattern === undefined ? [] : notesOfBar(kind, pattern, bar % 2);
    },
    setSound,
    playCorner(corner) {
      const { solo, sound } = store.get();
      const playing = sound === 'on';
      // Moving from one corner to the next does not change why the sound was started.
      if (solo === undefined) forSolo = corner !== undefined && !playing;
      store.send({ type: 'solo', corner });
      if (corner !== undefined && !playing) setSound(true);
      else if (corner === undefined && forSolo) setSound(false);
    },
    async strike(row) {
      // At once, so that the gesture allows the sound.
      player()?.strike(row);
      const pitch = kind.pitchOf(row);
      if (player()?.bank.has(pitch) !== false) return;
      const { program } = store.get();
      const found = await voices(pitch, program);
      if (program !== store.get().program || found.length === 0) return;
      player()?.bank.give([pitch], found);
      player()?.strike(row);
    },
    end() {
      cancelAnimationFrame(frame);
    },
  };
}
