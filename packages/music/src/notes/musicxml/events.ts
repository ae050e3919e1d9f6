/** What the parts of a score hold, each in its measure: what is read before it is known when a measure begins. */
import type { Key } from '../../theory/keys.js';
import type { MeasureLength, Metre, Place } from './measures.js';

export interface ScoreNote extends Place {
  /** Quarters. */
  length: number;
  readonly pitch: number;
  readonly velocity: number | undefined;
  readonly instrument: number;
  readonly program: number;
  readonly isDrum: boolean;
  /** The score's number; 0 where it has none. */
  readonly voice: number;
  /** A tie begins here. */
  readonly isTied: boolean;
}

export interface ScoreEvents {
  /** Part by part, each in the score's order. */
  readonly notes: ScoreNote[];
  /** Those that a player is told hold where marks on the page say another. */
  readonly tempos: (Place & { readonly qpm: number; readonly isSound: boolean })[];
  /** Of the first part that has any: the others repeat them. */
  readonly metres: Metre[];
  /** Of the first part. They sound as the notes do. */
  readonly keys: (Place & Key)[];
  /** Of every part: one of them has the symbols. They sound as the notes do. */
  readonly chords: (Place & { readonly symbol: string })[];
  /** Of each measure, over all parts. */
  readonly lengths: MeasureLength[];
}
