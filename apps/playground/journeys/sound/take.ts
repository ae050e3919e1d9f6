/** What is rendered. Changes are pairs of a time in seconds and the value from then on; the first is at 0. */
import type { MusicKind, Pattern } from '../../src/worker/protocol/music';

type Changes<Value> = readonly (readonly [at: number, value: Value])[];

export interface Take {
  readonly kind: MusicKind;
  readonly seconds: number;
  /** The pattern of each bar, repeated from the start after the last one. */
  readonly bars: readonly Pattern[];
  /** Quarters a minute. */
  readonly tempo: Changes<number>;
  /** 0 to 1. */
  readonly volume: Changes<number>;
  readonly playing: Changes<boolean>;
  /** Pure tones instead of the instruments. */
  readonly tones: boolean;
  /** Replaces every ramp by a step, to check that this is detected. */
  readonly withoutRamps: boolean;
}
