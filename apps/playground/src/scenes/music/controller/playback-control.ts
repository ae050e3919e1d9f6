/**
 * Starts and stops the sound, and reports at each moment which pattern plays and which point of the pad it comes from.
 * Both follow from the state and the clock. This file does not depend on React.
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

/** What plays now, or what would play if the sound were on. */
export interface Moment {
  readonly puck: Point;
  /** The step of the pattern, 0 to 31; undefined while nothing plays. */
  readonly step: number | undefined;
  /**
   * The point of the pad that the playing pattern comes from. The puck may already be elsewhere: the sound follows it
   * at the next step, beat or bar.
   */
  readonly from: Point;
  /** The corner that plays alone, instead of the pad. */
  readonly solo: number | undefined;
  readonly pattern: Pattern | undefined;
}

export interface PlaybackControlOptions {
  readonly kind: Kind;
  readonly store: Pick<Store<MusicState, MusicEvent>, 'get' | 'send'>;
  /** The player; undefined before the sound has been set up. */
  readonly player: () => Player | undefined;
  /** @returns the pattern at a point of the pad. */
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
  /** @returns the notes of a bar from a step on. The clock calls this a little before they sound. */
  readonly take: (bar: number, step: number) => readonly StepNote[];
  readonly setSound: (on: boolean) => void;
  /** Plays a corner's own pattern instead of the pad; undefined plays the pad again. Call it during a user gesture. */
  readonly playCorner: (corner: number | undefined) => void;
  /** Plays a single note at once. Call it during a user gesture. */
  readonly strike: (row: number) => Promise<void>;
  /** Stops updating the moment. */
  readonly end: () => void;
}

/** Number of steps that are remembered: as many as a background page schedules ahead at the fastest tempo. */
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
  /** Whether the sound was started only for a corner, and ends with it. */
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
      // This runs during the user gesture, so that the browser allows the sound.
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
