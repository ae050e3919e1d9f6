/** Finds the bars of a piece whose tempo and metre may change. */
import { InvalidArgumentError } from '@speil/api';
import { limits } from '../theory/limits.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import { metreChanges } from './changes.js';
import { endOf, tempoMapOf } from './constant-tempo.js';

/** A bar of a piece. */
export interface Bar {
  /** Start in seconds. */
  readonly time: number;
  /** Beats of the bar. */
  readonly numerator: number;
  /** The note that is a beat: 4 is a quarter. */
  readonly denominator: number;
}

/** Tolerance for rounding errors of times, in quarters. */
const tolerance = 1 / 1920;

/**
 * Finds the bars of a piece, through changes of metre and tempo.
 *
 * @returns all bars that begin before the end of the last note. A change of metre always begins a new bar.
 * @throws InvalidArgumentError for more than 100,000 bars.
 */
export function findBars(sequence: NoteSequence): readonly Bar[] {
  const map = tempoMapOf(sequence);
  const end = endOf(sequence);
  const metres = metreChanges(sequence);
  const bars: Bar[] = [];
  for (const [i, { time, numerator, denominator }] of metres.entries()) {
    const next = metres[i + 1];
    const to = Math.min(map.quarterAt(next?.time ?? end), map.quarterAt(end));
    const quarters = (4 * numerator) / denominator;
    for (let at = map.quarterAt(time); at < to - tolerance; at += quarters) {
      if (bars.length === limits.bars) {
        throw new InvalidArgumentError(`A piece may have at most ${limits.bars} bars.`);
      }
      bars.push({ time: map.secondsAtQuarter(at), numerator, denominator });
    }
  }
  return bars;
}
