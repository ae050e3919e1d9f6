/**
 * Converts between ticks, quarters and seconds when the tempo may change. Tempos are stored as in MIDI files, in whole
 * microseconds per quarter note, so that written files have exactly the times that were computed.
 */
import { InvalidArgumentError } from '@speil/api';
import type { NoteSequence } from './note-sequence.js';

/** Default tempo in quarter notes per minute, as in the MIDI standard. */
export const defaultQpm = 120;

export interface TempoChange {
  readonly tick: number;
  /** Microseconds per quarter note, 1 to 2^24 - 1. */
  readonly microseconds: number;
}

/** A tempo with its start in seconds. */
interface Stretch extends TempoChange {
  readonly seconds: number;
}

const largestTempo = 0xffffff;

export class TempoMap {
  readonly #stretches: Stretch[] = [{ tick: 0, microseconds: 60e6 / defaultQpm, seconds: 0 }];
  readonly #ticksPerQuarter: number;

  private constructor(ticksPerQuarter: number) {
    this.#ticksPerQuarter = ticksPerQuarter;
  }

  /** @param changes the changes, in any order. Of several at the same tick, the last one counts. */
  static ofTicks(changes: readonly TempoChange[], ticksPerQuarter: number): TempoMap {
    const map = new TempoMap(ticksPerQuarter);
    for (const change of [...changes].sort((a, b) => a.tick - b.tick)) map.#add(change);
    return map;
  }

  /**
   * The tempos of a sequence, each moved to the nearest tick.
   *
   * @throws InvalidArgumentError for a tempo that a MIDI file cannot store: below 3.58 or above 60,000,000 per minute.
   */
  static ofSequence({ tempos }: NoteSequence, ticksPerQuarter: number): TempoMap {
    const map = new TempoMap(ticksPerQuarter);
    let latest = { time: 0, tick: 0 };
    for (const { time, qpm } of [...(tempos ?? [])].sort((a, b) => (a.time ?? 0) - (b.time ?? 0))) {
      const microseconds = Math.round(60e6 / (qpm ?? 0));
      if (!(microseconds >= 1 && microseconds <= largestTempo)) {
        throw new InvalidArgumentError(
          `A tempo must be from 3.58 to 60000000 quarters per minute. Received: qpm=${qpm}.`,
        );
      }
      // Changes at the same time get the same tick. `tickAt` could give a different tick after the first of them, which
      // has changed the length of a tick.
      if ((time ?? 0) !== latest.time) latest = { time: time ?? 0, tick: map.tickAt(time ?? 0) };
      map.#add({ tick: latest.tick, microseconds });
    }
    return map;
  }

  /** In order of time; the first is at tick 0. */
  get changes(): readonly TempoChange[] {
    return this.#stretches;
  }

  secondsAt(tick: number): number {
    const at = this.#last((stretch) => stretch.tick <= tick);
    return at.seconds + this.#secondsOf(tick - at.tick, at.microseconds);
  }

  /** The nearest tick. */
  tickAt(seconds: number): number {
    return Math.round(this.quarterAt(seconds) * this.#ticksPerQuarter);
  }

  /** Quarters from the start of the piece; the result may be a fraction. */
  quarterAt(seconds: number): number {
    const at = this.#last((stretch) => stretch.seconds <= seconds);
    return at.tick / this.#ticksPerQuarter + ((seconds - at.seconds) * 1e6) / at.microseconds;
  }

  secondsAtQuarter(quarter: number): number {
    return this.secondsAt(quarter * this.#ticksPerQuarter);
  }

  #add({ tick, microseconds }: TempoChange): void {
    const last = this.#stretches.at(-1)!;
    const seconds = last.seconds + this.#secondsOf(tick - last.tick, last.microseconds);
    if (tick === last.tick) this.#stretches.pop();
    this.#stretches.push({ tick, microseconds, seconds });
  }

  #secondsOf(ticks: number, microseconds: number): number {
    return (ticks * microseconds) / (1e6 * this.#ticksPerQuarter);
  }

  /** The last stretch that has begun. Binary search, since a file may change its tempo at every note. */
  #last(begun: (stretch: Stretch) => boolean): Stretch {
    let low = 0;
    let high = this.#stretches.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (begun(this.#stretches[middle]!)) low = middle;
      else high = middle;
    }
    return this.#stretches[low]!;
  }
}
