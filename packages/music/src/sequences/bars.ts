/** Where the bars of a piece begin, through changes of tempo and metre. */
import { InvalidArgumentError } from '@speil/api';
import { limits } from '../notes/limits.js';
import type { NoteSequence } from '../notes/note-sequence.js';
import { TempoMap } from '../notes/tempo-map.js';
import { metreChanges } from './changes.js';

export interface Bar {
  /** Seconds. */
  readonly time: number;
  readonly numerator: number;
  readonly denominator: number;
}

/** Divides a bar of any metre with a denominator up to 128 into whole ticks. */
const ticksPerQuarter = 960;

/**
 * @returns every bar that begins before the end of the last note. A change of metre begins a bar, wherever it is.
 * @throws InvalidArgumentError for more than 100,000 bars.
 */
export function barStarts(sequence: NoteSequence): readonly Bar[] {
  const map = TempoMap.ofSequence(sequence, ticksPerQuarter);
  const end = (sequence.notes ?? []).reduce(
    (last, { endTime }) => Math.max(last, endTime ?? 0),
    sequence.totalTime ?? 0,
  );
  const metres = metreChanges(sequence);
  const bars: Bar[] = [];
  for (const [i, { time, numerator, denominator }] of metres.entries()) {
    const next = metres[i + 1];
    const to = Math.min(map.tickAt(next?.time ?? end), map.tickAt(end));
    const ticks = (ticksPerQuarter * 4 * numerator) / denominator;
    for (let tick = map.tickAt(time); tick < to; tick += ticks) {
      if (bars.length === limits.bars) {
        throw new InvalidArgumentError(`A piece may have at most ${limits.bars} bars.`);
      }
      bars.push({ time: map.secondsAt(tick), numerator, denominator });
    }
  }
  return bars;
}
