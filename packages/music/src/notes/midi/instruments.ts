/** Determines the instruments of a MIDI file from the state of its channels and the tracks of its events. */
import { lastAtMost } from '../../theory/search.js';
import { isDrumBank } from './drums.js';
import type { ChannelEvent, MidiEvents } from './events.js';

const drumChannel = 9;
const bankSelect = 0;

/** The current program of each channel, and whether it plays drums. */
export class Channels {
  readonly #programs = new Uint8Array(16);
  readonly #banks = new Uint8Array(16);
  readonly #drums: boolean[] = Array.from({ length: 16 }, (_, channel) => channel === drumChannel);
  readonly #gs: boolean;

  /** @param gs whether the file contains messages for Roland's GS. */
  constructor(gs: boolean) {
    this.#gs = gs;
  }

  follow({ kind, channel, which, value }: ChannelEvent): void {
    if (kind === 'control' && which === bankSelect) this.#banks[channel] = value;
    else if (kind === 'drums') this.#drums[channel] = value === 1;
    else if (kind === 'program') {
      this.#programs[channel] = which;
      const drums = isDrumBank(this.#banks[channel]!, this.#gs);
      if (channel !== drumChannel && !this.#gs) this.#drums[channel] = drums;
      else if (drums) this.#drums[channel] = true;
    }
  }

  program(channel: number): number {
    return this.#programs[channel]!;
  }

  isDrum(channel: number): boolean {
    return this.#drums[channel]!;
  }
}

/** The instrument of a track, a channel and a program. */
export interface Instrument {
  readonly instrument: number;
  readonly program: number;
  readonly isDrum: boolean;
}

interface Turn {
  readonly tick: number;
  readonly instrument: Instrument;
}

/**
 * Matches names that mark a track as drums if no note of the file is on the drum channel. Some programs write a single
 * drum track in this way.
 */
const namedDrums = /^\s*(?:drums?|drum ?(?:kit|set)|percussion)\b/iu;

/** Tracks that count as drums because of their name. */
export function drumTracks({
  names,
  channelEvents,
}: Pick<MidiEvents, 'names' | 'channelEvents'>): ReadonlySet<number> {
  if (channelEvents.some(({ kind, channel }) => kind === 'on' && channel === drumChannel)) {
    return new Set();
  }
  return new Set([...names.keys()].filter((track) => namedDrums.test(names[track] ?? '')));
}

/** Numbers the instruments in the order of their first notes. */
export class Instruments {
  readonly #drumTracks: ReadonlySet<number>;
  readonly #all = new Map<number, Instrument>();
  /** For each track and channel, the changes of the playing instrument in order of time. */
  readonly #turns = new Map<number, Turn[]>();
  /** The same lists by channel, so that lookups are fast: a file may have as many lists as events. */
  readonly #byChannel: Turn[][][] = Array.from({ length: 16 }, () => []);

  /** @param drums tracks whose notes are drums on any channel. */
  constructor(drums: ReadonlySet<number>) {
    this.#drumTracks = drums;
  }

  /** Returns the instrument of a note. Call it for notes in order of time. */
  get({ tick, track, channel }: ChannelEvent, channels: Channels): Instrument {
    const line = track * 16 + channel;
    const program = channels.program(channel);
    const isDrum = channels.isDrum(channel) || this.#drumTracks.has(track);
    const key = (line * 128 + program) * 2 + Number(isDrum);
    let instrument = this.#all.get(key);
    if (instrument === undefined) {
      instrument = { instrument: this.#all.size, program, isDrum };
      this.#all.set(key, instrument);
    }
    const turns = this.#turns.get(line);
    if (turns === undefined) {
      const first = [{ tick, instrument }];
      this.#turns.set(line, first);
      this.#byChannel[channel]!.push(first);
    } else if (turns.at(-1)!.instrument !== instrument) turns.push({ tick, instrument });
    return instrument;
  }

  /**
   * The instruments that a control change applies to: the instrument that plays on its channel at that time, and the
   * instrument that plays there next. A pedal must be released for the instrument that pressed it, and a volume must be
   * set for the instrument that starts next. If the event's track has notes on the channel, only the instruments of
   * that track count; otherwise, the instruments of all tracks count.
   */
  affectedBy(event: ChannelEvent, channels: Channels): readonly Instrument[] {
    const { tick, track, channel } = event;
    const turnsOfTrack = this.#turns.get(track * 16 + channel);
    const lines = turnsOfTrack === undefined ? this.#byChannel[channel]! : [turnsOfTrack];
    if (lines.length === 0) return [this.get(event, channels)];
    const affected = lines.flatMap((turns) => {
      const now = lastAtMost(turns, tick - 1, (turn) => turn.tick);
      return [turns[now], turns[now + 1]].flatMap((turn) => (turn ? [turn.instrument] : []));
    });
    return [...new Set(affected)];
  }
}
