/** Who plays in a MIDI file: what each channel is at a moment, and the instruments that tracks make of it. */
import { lastAtMost } from '../../theory/search.js';
import { isDrumBank } from './drums.js';
import type { ChannelEvent, MidiEvents } from './events.js';

const drumChannel = 9;
const bankSelect = 0;

/** Programs, and which channels are drums, as the events so far have left them. */
export class Channels {
  readonly #programs = new Uint8Array(16);
  readonly #banks = new Uint8Array(16);
  readonly #drums: boolean[] = Array.from({ length: 16 }, (_, channel) => channel === drumChannel);
  readonly #gs: boolean;

  /** @param gs whether the file is for a synthesiser of Roland's GS. */
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

/** A track's program on a channel. */
export interface Instrument {
  readonly instrument: number;
  readonly program: number;
  readonly isDrum: boolean;
}

interface Turn {
  readonly tick: number;
  readonly instrument: Instrument;
}

/** Names of a track that is all drums, where nothing of a file is on a channel of drums: as programs write a single track. */
const namedDrums = /^\s*(?:drums?|drum ?(?:kit|set)|percussion)\b/iu;

/** Tracks that their name alone makes drums. */
export function drumTracks({
  names,
  channelEvents,
}: Pick<MidiEvents, 'names' | 'channelEvents'>): ReadonlySet<number> {
  if (channelEvents.some(({ kind, channel }) => kind === 'on' && channel === drumChannel)) {
    return new Set();
  }
  return new Set([...names.keys()].filter((track) => namedDrums.test(names[track] ?? '')));
}

/** Numbers what sounds, in order of its first note. */
export class Instruments {
  readonly #drumTracks: ReadonlySet<number>;
  readonly #all = new Map<number, Instrument>();
  /** When which instrument of a track's channel begins to sound, in order of time. */
  readonly #turns = new Map<number, Turn[]>();
  /** The same by channel: a file may hold as many lines as events. */
  readonly #byChannel: Turn[][][] = Array.from({ length: 16 }, () => []);

  /** @param drums tracks whose notes are drums on whatever channel. */
  constructor(drums: ReadonlySet<number>) {
    this.#drumTracks = drums;
  }

  /** The instrument of a note. Notes come in order of time. */
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
   * Whom a controller concerns: what sounds on its channel then and what sounds next, of its own track, or of all tracks where its own holds no
   * notes of the channel. A pedal must be let go of by who pressed it, and a volume be set for who comes.
   */
  heardBy(event: ChannelEvent, channels: Channels): readonly Instrument[] {
    const { tick, track, channel } = event;
    const own = this.#turns.get(track * 16 + channel);
    const lines = own === undefined ? this.#byChannel[channel]! : [own];
    if (lines.length === 0) return [this.get(event, channels)];
    const heard = lines.flatMap((turns) => {
      const now = lastAtMost(turns, tick - 1, (turn) => turn.tick);
      return [turns[now], turns[now + 1]].flatMap((turn) => (turn ? [turn.instrument] : []));
    });
    return [...new Set(heard)];
  }
}
