/**
 * What is rendered. A change is a pair: a time in seconds, and the value from that time on. The first change is at 0.
 */
import type { MusicKind, Pattern } from '../../src/worker/protocol/music';

type Changes<Value> = readonly (readonly [at: number, value: Value])[];

export interface Take {
  readonly kind: MusicKind;
  readonly seconds: number;
  /** The pattern of each bar, repeated from the start after the last one. */
  readonly bars: readonly Pattern[];
  /** Quarters per minute. */
  readonly tempo: Changes<number>;
  /** 0 to 1. */
  readonly volume: Changes<number>;
  readonly playing: Changes<boolean>;
  /** Whether to play pure tones instead of the instruments. */
  readonly tones: boolean;
  /** Whether to replace every ramp by a step, to show that the checks detect it. */
  readonly withoutRamps: boolean;
}
