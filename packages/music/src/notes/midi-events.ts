/** The events of MIDI tracks: the library parses, and what it gives is held against the standard's ranges. */
import { InvalidFileError } from '@speil/api';
import { parseMidi, type MidiEvent } from 'midi-file';
import { limits } from './limits.js';
import type { MidiChunks } from './midi-chunks.js';
import type { TempoChange } from './tempo-map.js';

/** What happens on a channel, at a tick from the start of the file. */
export interface ChannelEvent {
  readonly tick: number;
  readonly track: number;
  readonly channel: number;
  readonly kind: 'on' | 'off' | 'program' | 'control' | 'bend';
  /** Pitch, program or controller, 0 to 127; 0 of a bend. */
  readonly which: number;
  /** Velocity or value, 0 to 127; of a bend -8192 to 8191. */
  readonly value: number;
}

export interface MidiEvents {
  /** In order of time; at one tick in order of track and file. */
  readonly channelEvents: readonly ChannelEvent[];
  readonly tempos: readonly TempoChange[];
  readonly metres: readonly { tick: number; numerator: number; denominator: number }[];
  /** Sharps, negative for flats, -7 to 7. */
  readonly keys: readonly { tick: number; fifths: number; minor: boolean }[];
  /** By track; undefined for a track without one. */
  readonly names: readonly (string | undefined)[];
  /** The last tick of the longest track. */
  readonly end: number;
}

/** More than any delta of a sound file adds up to, and exact in a double. */
const lastTick = 2 ** 40;

/** @throws InvalidFileError for an event that is cut off or out of range, or more of them than are read. */
export function midiEvents({ tracks }: MidiChunks, what: string): MidiEvents {
  const all = {
    channelEvents: [] as ChannelEvent[],
    tempos: [] as TempoChange[],
    metres: [] as { tick: number; numerator: number; denominator: number }[],
    keys: [] as { tick: number; fifths: number; minor: boolean }[],
    names: tracks.map((): string | undefined => undefined),
    end: 0,
  };
  let left: number = limits.events;
  for (const [track, bytes] of tracks.entries()) {
    const events = parseTrack(bytes, what, track);
    left -= events.length;
    if (left < 0) {
      throw new InvalidFileError(`${what} holds more than ${limits.events} events.`);
    }
    const check = checker(what, track);
    let tick = 0;
    for (const event of events) {
      tick += check(event.deltaTime, 0, 0x0fffffff, 'delta time');
      if (tick > lastTick) {
        throw new InvalidFileError(`${what} is longer than ${lastTick} ticks.`);
      }
      if (event.type === 'endOfTrack') break;
      const placed = channelEvent(event, tick, track, check);
      if (placed !== undefined) all.channelEvents.push(placed);
      else if (event.type === 'setTempo') {
        const microseconds = check(event.microsecondsPerBeat, 1, 0xffffff, 'tempo');
        all.tempos.push({ tick, microseconds });
      } else if (event.type === 'timeSignature') {
        const numerator = check(event.numerator, 1, 255, 'metre');
        all.metres.push({
          tick,
          numerator,
          denominator: check(event.denominator, 1, 128, 'metre'),
        });
      } else if (event.type === 'keySignature') {
        // Files in the wild hold nonsense here, and no note depends on it.
        const { key, scale } = event;
        if (key >= -7 && key <= 7) all.keys.push({ tick, fifths: key, minor: scale === 1 });
      } else if (event.type === 'trackName') all.names[track] ??= nameOf(event.text);
    }
    all.end = Math.max(all.end, tick);
  }
  // Stable: at one tick the order of the tracks and of each file stays.
  all.channelEvents.sort((a, b) => a.tick - b.tick);
  all.tempos.sort((a, b) => a.tick - b.tick);
  all.metres.sort((a, b) => a.tick - b.tick);
  all.keys.sort((a, b) => a.tick - b.tick);
  return all;
}

type Check = (value: number, least: number, most: number, name: string) => number;

function checker(what: string, track: number): Check {
  return (value, least, most, name) => {
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidFileError(
      `${what} is a broken MIDI file: a ${name} of track ${track} must be from ${least} to ${most}. Received: ${value ?? 'the end of the track'}.`,
    );
  };
}

function channelEvent(
  event: MidiEvent,
  tick: number,
  track: number,
  check: Check,
): ChannelEvent | undefined {
  const { type } = event;
  if (type === 'noteOn' || type === 'noteOff') {
    const which = check(event.noteNumber, 0, 127, 'pitch');
    const value = check(event.velocity, 0, 127, 'velocity');
    // The library takes a note-on of velocity 0 for a note-off, as the standard does.
    const kind = type === 'noteOn' ? 'on' : 'off';
    return { tick, track, channel: event.channel, kind, which, value };
  }
  if (type === 'programChange') {
    const which = check(event.programNumber, 0, 127, 'program');
    return { tick, track, channel: event.channel, kind: 'program', which, value: 0 };
  }
  if (type === 'controller') {
    const which = check(event.controllerType, 0, 127, 'controller');
    const value = check(event.value, 0, 127, 'controller value');
    return { tick, track, channel: event.channel, kind: 'control', which, value };
  }
  if (type === 'pitchBend') {
    const value = check(event.value, -8192, 8191, 'pitch bend');
    return { tick, track, channel: event.channel, kind: 'bend', which: 0, value };
  }
  return undefined;
}

/** One track in a file of its own, so that its events can be let go of before the next. */
function parseTrack(body: Uint8Array, what: string, track: number): MidiEvent[] {
  const file = new Bounded(new ArrayBuffer(22 + body.length));
  file.set([0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, 0x4d, 0x54, 0x72, 0x6b]);
  new DataView(file.buffer).setUint32(18, body.length);
  file.set(body, 22);
  try {
    return parseMidi(file).tracks[0] ?? [];
  } catch (error) {
    // The library throws strings; a text too long for its way of reading ends in a RangeError.
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidFileError(
      `${what} is a broken MIDI file: track ${track} cannot be read (${reason.replace(/\.?\s*$/u, '')}).`,
      { cause: error },
    );
  }
}

/** Bytes that give no piece which they do not hold: the library asks for lengths that it read from the file. */
class Bounded extends Uint8Array<ArrayBuffer> {
  override slice(start = 0, end = this.length): Uint8Array<ArrayBuffer> {
    if (start < 0 || end < start || end > this.length) {
      throw new RangeError(`an event says ${end - start} bytes, ${this.length - start} are left`);
    }
    return super.slice(start, end);
  }
}

/** Track names are UTF-8 where they can be, else Latin-1. The library gives a character for each byte. */
function nameOf(text: string): string {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).slice(0, 200);
  } catch {
    return text.slice(0, 200);
  }
}
