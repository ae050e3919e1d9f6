/** What is rendered. Changes are pairs of a time in seconds and what holds from then on; the first is at 0. */
import type { MusicKind, Pattern } from '../../src/worker/protocol/music';

type Changes<Value> = readonly (readonly [at: number, value: Value])[];

export interface Take {
  readonly kind: MusicKind;
  readonly seconds: number;
  /** The pattern that each bar takes, from its start again after the last: where two differ there is a swap. */
  readonly bars: readonly Pattern[];
  /** Quarters a minute. */
  readonly tempo: Changes<number>;
  /** 0 to 1. */
  readonly volume: Changes<number>;
  readonly playing: Changes<boolean>;
  /** Pure tones instead of the instruments. */
  readonly tones: boolean;
  /** Every ramp a step, to see whether it would be noticed. */
  readonly withoutRamps: boolean;
}
