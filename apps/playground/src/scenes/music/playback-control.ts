/**
 * What is playing, moment by moment: which pattern sounds and where on the pad it is from; and what starts and stops it. It follows from
 * the state and the clock. Knows no React.
 */
import { barSteps, patternSteps } from '../../worker/protocol/music';
import type { Pattern } from '../../worker/protocol/music';
import type { Point } from '../../shared/geometry/geometry';
import { createStore } from '../../shared/state/store';
import type { Store } from '../../shared/state/store';
import { notesOfBar, puckAt } from './playback';
import type { Kind, StepNote } from './kind';
import type { Player } from './sound/player';
import { isTravelling } from './state';
import type { MusicEvent, MusicState } from './state';

/** What sounds right now; in silence, what would. */
export interface Moment {
  readonly puck: Point;
  /** The step of the pattern, 0 to 31; undefined in silence. */
  readonly step: number | undefined;
  /** Where on the pad that comes from which is playing: the puck may be on already, and is followed at the beat or the bar. */
  readonly from: Point;
  /** The corner that is playing by itself in place of that. */
  readonly solo: number | undefined;
  readonly pattern: Pattern | undefined;
}

export interface PlaybackControlOptions {
  readonly kind: Kind;
  readonly store: Pick<Store<MusicState, MusicEvent>, 'get' | 'send'>;
  /** Undefined while the scene has no sound. */
  readonly player: () => Player | undefined;
  /** What is played at a place of the pad. */
  readonly at: (point: Point) => Pattern | undefined;
  readonly corner: (which: number) => Pattern | undefined;
  /** The samples of a pitch. */
  readonly voices: (
    pitch: number,
    program: number,
  ) => Promise<readonly Float32Array<ArrayBuffer>[]>;
}

export interface PlaybackControl {
  readonly moment: Store<Moment, Moment>;
  /** Looks anew. */
  readonly show: () => void;
  /** The notes of a bar from a step on, which the clock takes a little before they are playing. */
  readonly take: (bar: number, step: number) => readonly StepNote[];
  readonly setSound: (on: boolean) => void;
  /** Plays a corner by itself, as it stands there, or what the pad says again. In a gesture. */
  readonly playCorner: (corner: number | undefined) => void;
  /** A single note of a row, at once. In a gesture. */
  readonly strike: (row: number) => Promise<void>;
  /** Looks no more. */
  readonly end: () => void;
}

/** Steps that are remembered: as many as are handed out ahead while the page is in the background, at the quickest. */
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
  /** The sound was started for a corner alone, and ends with it. */
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

  /** Once a frame while it plays. */
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
      // From one corner to the next, it is still what it was started for.
      if (solo === undefined) forSolo = corner !== undefined && !playing;
      store.send({ type: 'solo', corner });
      if (corner !== undefined && !playing) setSound(true);
      else if (corner === undefined && forSolo) setSound(false);
    },
    async strike(row) {
      // At once, so that the gesture wakes the sound.
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
