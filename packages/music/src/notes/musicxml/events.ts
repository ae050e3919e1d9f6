/**
 * The events of a score. Their positions are relative to their measures, because they are collected before the start of
 * each measure is known.
 */
import type { Key } from '../../theory/keys.js';
import type { MeasureLength, Metre, Position } from './measures.js';

export interface ScoreNote extends Position {
  /** Length in quarters. */
  length: number;
  readonly pitch: number;
  readonly velocity: number | undefined;
  readonly instrument: number;
  readonly program: number;
  readonly isDrum: boolean;
  /** Voice number in the score; 0 if it has none. */
  readonly voice: number;
  /** Whether a tie begins at this note. */
  readonly isTied: boolean;
}

export interface ScoreEvents {
  /** The notes of all parts, one part after the other, in the order of the score. */
  readonly notes: ScoreNote[];
  /** Tempos for playback (`isSound`) take precedence over printed marks. */
  readonly tempos: (Position & { readonly qpm: number; readonly isSound: boolean })[];
  /** Metres of the first part that has any; other parts repeat them. */
  readonly metres: Metre[];
  /** Keys of the first part, as they sound. */
  readonly keys: (Position & Key)[];
  /** Chord symbols of all parts, as they sound. Usually only one part has chord symbols. */
  readonly chords: (Position & { readonly symbol: string })[];
  /** Length of each measure: the longest over all parts. */
  readonly lengths: MeasureLength[];
}
