/** Notes as a MIDI file of type 1. No note is silent: one without a velocity gets 80. */
import { InvalidArgumentError } from '@speil/api';
import { writeMidi as writeFile, type MidiEvent } from 'midi-file';
import { unquantize } from '../sequences/unquantize.js';
import { soundSequence } from './check.js';
import { channelsOf, type Voice } from './midi-channels.js';
import { fifthsOf } from './keys.js';
import type { NoteSequence } from './note-sequence.js';
import { TempoMap } from './tempo-map.js';

/** Ticks a quarter note where a sequence names none; Magenta's. */
export const defaultTicksPerQuarter = 220;
/** Of a note that has none; Magenta's. */
export const defaultVelocity = 80;

/** A MIDI event at a tick; `rank` orders what happens at one tick. */
interface Placed {
  readonly tick: number;
  readonly rank: number;
  readonly event: Omit<MidiEvent, 'deltaTime'>;
}
/** What ends comes before what begins, and a program before its first note. */
const ranks = { off: 0, meta: 1, program: 2, control: 3, on: 4 };

/**
 * Times are moved to the nearest tick; a note lasts at least one. Of a quantised sequence the steps count, not the seconds.
 * Drums go to channel 10 and nothing else does. Each instrument has a channel of its own up to fifteen; beyond, they share
 * them by program.
 *
 * @throws InvalidArgumentError for what no MIDI file holds, such as pitch 128 or an end before the start.
 */
export function writeMidi(given: NoteSequence): Uint8Array {
  const checked = soundSequence(given);
  const sequence = checked.quantizationInfo?.stepsPerQuarter ? unquantize(checked) : checked;
  const ticksPerQuarter = sequence.ticksPerQuarter || defaultTicksPerQuarter;
  if (!Number.isInteger(ticksPerQuarter) || ticksPerQuarter < 1 || ticksPerQuarter > 0x7fff) {
    throw new InvalidArgumentError(
      `ticksPerQuarter must be from 1 to 32767. Received: ${ticksPerQuarter}.`,
    );
  }
  const map = TempoMap.ofSequence(sequence, ticksPerQuarter);
  const names = new Map(sequence.partInfos?.map(({ part, name }) => [part ?? 0, name ?? '']));
  const voices = channelsOf(sequence);
  const tracks = [
    track(conducting(sequence, map)),
    ...voices.map((together) => track(playing(together, map), names.get(together[0]!.part))),
  ];
  const header = { format: 1 as const, numTracks: tracks.length, ticksPerBeat: ticksPerQuarter };
  return Uint8Array.from(writeFile({ header, tracks }));
}

function conducting(sequence: NoteSequence, map: TempoMap): Placed[] {
  const rank = ranks.meta;
  const tempos = sequence.tempos?.length ? map.changes : [];
  return [
    ...tempos.map(({ tick, microseconds }) => ({
      tick,
      rank,
      event: { type: 'setTempo' as const, microsecondsPerBeat: microseconds },
    })),
    ...(sequence.timeSignatures ?? []).map(({ time, numerator, denominator }) => ({
      tick: map.tickAt(time ?? 0),
      rank,
      event: {
        type: 'timeSignature' as const,
        numerator: numerator ?? 4,
        denominator: denominator ?? 4,
        metronome: 24,
        thirtyseconds: 8,
      },
    })),
    ...(sequence.keySignatures ?? []).map(({ time, key, mode }) => {
      const { fifths, minor } = fifthsOf(key ?? 0, mode ?? 0);
      const event = { type: 'keySignature' as const, key: fifths, scale: minor ? 1 : 0 };
      return { tick: map.tickAt(time ?? 0), rank, event };
    }),
  ];
}

/** What voices of one track play; the program is said anew whenever another of them comes in. */
function playing(voices: readonly Voice[], map: TempoMap): Placed[] {
  const placed: Placed[] = [];
  const { channel } = voices[0]!;
  const programs: { tick: number; program: number }[] = [];
  const at = (tick: number, rank: number, event: Record<string, unknown>): void => {
    placed.push({ tick, rank, event: { ...event, channel } as unknown as Placed['event'] });
  };
  for (const { program, notes, controls, bends } of voices) {
    for (const { time, controlNumber, controlValue } of controls) {
      const event = { type: 'controller', controllerType: controlNumber, value: controlValue };
      at(map.tickAt(time ?? 0), ranks.control, event);
    }
    for (const { time, bend } of bends) {
      at(map.tickAt(time ?? 0), ranks.control, { type: 'pitchBend', value: bend });
    }
    for (const { pitch, velocity, startTime, endTime } of notes) {
      const start = Math.max(0, map.tickAt(startTime ?? 0));
      const end = Math.max(map.tickAt(endTime ?? 0), start + 1);
      programs.push({ tick: start, program });
      const noteNumber = pitch ?? 0;
      at(start, ranks.on, { type: 'noteOn', noteNumber, velocity: velocity || defaultVelocity });
      at(end, ranks.off, { type: 'noteOff', noteNumber, velocity: 0 });
    }
    if (notes.length === 0) programs.push({ tick: 0, program });
  }
  programs.sort((a, b) => a.tick - b.tick);
  let playingNow = -1;
  // A channel's first program is said at once, for the controllers before its first note.
  for (const [i, { tick, program }] of programs.entries()) {
    if (program === playingNow) continue;
    at(i === 0 ? 0 : tick, ranks.program, { type: 'programChange', programNumber: program });
    playingNow = program;
  }
  return placed;
}

/** The furthest that an event may lie after the one before it: the format's four times seven bits. */
const longestWait = 0x0fffffff;

function track(placed: Placed[], name = ''): MidiEvent[] {
  placed.sort((a, b) => a.tick - b.tick || a.rank - b.rank);
  let now = 0;
  const events = placed.map(({ tick, event }) => {
    const deltaTime = tick - now;
    if (deltaTime > longestWait) {
      throw new InvalidArgumentError(
        `A MIDI file cannot be silent for ${deltaTime} ticks; at most ${longestWait}. Lower ticksPerQuarter.`,
      );
    }
    now = tick;
    return { ...event, deltaTime } as MidiEvent;
  });
  const title: MidiEvent[] =
    name === '' ? [] : [{ type: 'trackName', deltaTime: 0, text: asBytes(name) }];
  return [...title, ...events, { type: 'endOfTrack', deltaTime: 0 }];
}

/** UTF-8, a character for each byte, as the library writes them. */
function asBytes(name: string): string {
  return Array.from(new TextEncoder().encode(name), (byte) => String.fromCharCode(byte)).join('');
}
