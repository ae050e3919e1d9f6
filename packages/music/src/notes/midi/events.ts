/** Collects the events of MIDI tracks and checks them against the standard's ranges. Invalid events are skipped and counted. */
import { InvalidFileError } from '@speil/api';
import { readGsMessage } from './drums.js';
import { limits } from '../../theory/limits.js';
import type { MidiChunks } from './chunks.js';
import { trackEvents, type TrackEvent } from './track.js';
import type { Omissions } from '../shared/omissions.js';
import type { TempoChange } from '../../theory/tempo-map.js';

/** An event on a channel. Its tick counts from the start of the file. */
export interface ChannelEvent {
  readonly tick: number;
  readonly track: number;
  readonly channel: number;
  /** `drums` means that the channel starts or stops playing drums. */
  readonly kind: 'on' | 'off' | 'program' | 'control' | 'bend' | 'drums';
  /** Pitch, program or controller, 0 to 127; 0 for bends. */
  readonly which: number;
  /** Velocity or value: 0 to 127, for bends -8192 to 8191, for `drums` 0 or 1. */
  readonly value: number;
}

export interface MidiEvents {
  /**
   * In order of time. Events at the same tick are in the order of their tracks, and within a track in the order of the
   * file.
   */
  readonly channelEvents: readonly ChannelEvent[];
  readonly tempos: readonly TempoChange[];
  readonly metres: readonly { tick: number; numerator: number; denominator: number }[];
  /** Key signatures. `fifths` is the number of sharps, or minus the number of flats: -7 to 7. */
  readonly keys: readonly { tick: number; fifths: number; minor: boolean }[];
  /** Track names by track; undefined for a track without a name. */
  readonly names: readonly (string | undefined)[];
  /** Whether the file contains messages for Roland's GS. */
  readonly gs: boolean;
  /** The last tick of the longest track. */
  readonly end: number;
}

/** Maximum tick. It is above every tick of a real file, and a double stores it exactly. */
const lastTick = 2 ** 40;

const types = { trackName: 0x03, tempo: 0x51, metre: 0x58, key: 0x59 } as const;

/** @throws InvalidFileError for too many events. */
export function midiEvents({ tracks }: MidiChunks, what: string, omissions: Omissions): MidiEvents {
  const all = {
    channelEvents: [] as ChannelEvent[],
    tempos: [] as TempoChange[],
    metres: [] as { tick: number; numerator: number; denominator: number }[],
    keys: [] as { tick: number; fifths: number; minor: boolean }[],
    names: tracks.map((): string | undefined => undefined),
    gs: false,
    end: 0,
  };
  let left: number = limits.events;
  for (const [track, bytes] of tracks.entries()) {
    for (const event of trackEvents(bytes, omissions)) {
      const { tick } = event;
      if (--left < 0) {
        throw new InvalidFileError(`${what} holds more than ${limits.events} events.`);
      }
      if (tick > lastTick) throw new InvalidFileError(`${what} is longer than ${lastTick} ticks.`);
      all.end = Math.max(all.end, tick);
      if (event.kind === 'channel') {
        const converted = channelEvent(event, track, omissions);
        if (converted !== undefined) all.channelEvents.push(converted);
      } else if (event.kind === 'exclusive') {
        const drums = readGsMessage(event.data);
        all.gs ||= drums !== undefined;
        if (drums?.channel === undefined) continue;
        const { channel, value } = drums;
        all.channelEvents.push({ tick, track, channel, kind: 'drums', which: 0, value });
      } else if (event.type === types.trackName) all.names[track] ??= nameOf(event.data);
      else addMeta(event, all, omissions);
    }
  }
  // The sort is stable: events at the same tick stay in the order of their tracks and of the file.
  all.channelEvents.sort((a, b) => a.tick - b.tick);
  all.tempos.sort((a, b) => a.tick - b.tick);
  all.metres.sort((a, b) => a.tick - b.tick);
  all.keys.sort((a, b) => a.tick - b.tick);
  return all;
}

/** Adds a tempo, metre or key if it is valid. Files often contain invalid ones. */
function addMeta(
  { tick, type, data }: { readonly tick: number; readonly type: number; readonly data: Uint8Array },
  all: Pick<MutableEvents, 'tempos' | 'metres' | 'keys'>,
  omissions: Omissions,
): void {
  const shown = `${[...data].slice(0, 8).join(' ')}`;
  if (type === types.tempo) {
    const microseconds = data.length < 3 ? 0 : (data[0]! << 16) | (data[1]! << 8) | data[2]!;
    if (microseconds > 0) all.tempos.push({ tick, microseconds });
    else omissions.add('impossible tempo');
  } else if (type === types.metre) {
    const [numerator = 0, power = 8] = data;
    // The denominator is a power of two; the largest one in music is 128.
    if (numerator > 0 && power <= 7) all.metres.push({ tick, numerator, denominator: 2 ** power });
    else omissions.add('impossible metre', shown);
  } else if (type === types.key) {
    const [sharps, mode] = data;
    const fifths = sharps === undefined ? NaN : (sharps << 24) >> 24;
    if (Math.abs(fifths) <= 7) all.keys.push({ tick, fifths, minor: mode === 1 });
    else omissions.add('impossible key', shown);
  }
}

interface MutableEvents {
  readonly tempos: TempoChange[];
  readonly metres: { tick: number; numerator: number; denominator: number }[];
  readonly keys: { tick: number; fifths: number; minor: boolean }[];
}

const seven = 127;

/** Velocities and controller values are clipped to their range; an event with an invalid key or controller number is skipped. */
function channelEvent(
  { tick, status, channel, first, second }: Extract<TrackEvent, { readonly kind: 'channel' }>,
  track: number,
  omissions: Omissions,
): ChannelEvent | undefined {
  const at = { tick, track, channel };
  if (first > seven) {
    omissions.add(status <= 0x90 ? 'note | out of range' : 'event | out of range', String(first));
    return undefined;
  }
  const value = Math.min(second, seven);
  switch (status) {
    case 0x80:
      return { ...at, kind: 'off', which: first, value };
    case 0x90:
      return { ...at, kind: value === 0 ? 'off' : 'on', which: first, value };
    case 0xb0:
      return { ...at, kind: 'control', which: first, value };
    case 0xc0:
      return { ...at, kind: 'program', which: first, value: 0 };
    case 0xe0:
      return { ...at, kind: 'bend', which: 0, value: value * 128 + first - 8192 };
    default:
      return undefined;
  }
}

/** Decodes a track name as UTF-8 if it is valid UTF-8, otherwise as Latin-1. */
function nameOf(bytes: Uint8Array): string {
  const text = (encoding: string): string =>
    new TextDecoder(encoding, { fatal: encoding === 'utf-8' }).decode(bytes).slice(0, 200);
  try {
    return text('utf-8');
  } catch {
    return text('latin1');
  }
}
