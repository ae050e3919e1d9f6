/** Writes notes as a MIDI file of type 1. A note without a velocity gets 80, so that no note is silent. */
import { InvalidArgumentError } from '@speil/api';
import { unquantize } from '../../theory/unquantize.js';
import { checkSequence } from '../../theory/check.js';
import { assignChannels, type Voice } from './channels.js';
import { fifthsOf } from '../../theory/keys.js';
import type { NoteSequence } from '../../theory/note-sequence.js';
import { TempoMap } from '../../theory/tempo-map.js';

/** Default ticks per quarter note, as in Magenta. */
export const defaultTicksPerQuarter = 220;
/** Default velocity of a note, as in Magenta. */
export const defaultVelocity = 80;

/** The bytes of a MIDI event at a tick. `rank` gives the order of events at the same tick. */
interface Timed {
  readonly tick: number;
  readonly rank: number;
  readonly bytes: readonly number[];
}
/**
 * The order of events at the same tick: note-offs come before note-ons, and a program change comes before its first
 * note.
 */
const ranks = { off: 0, meta: 1, program: 2, control: 3, on: 4 };

/**
 * Times are rounded to the nearest tick, and a note lasts at least one tick. In a quantised sequence, the steps
 * determine the times, and the seconds are ignored. Channel 10 is used only for drums. Up to fifteen other instruments
 * get their own channels; if there are more, instruments with the same program share a channel.
 *
 * @throws InvalidArgumentError for values that a MIDI file cannot store, such as pitch 128 or an end before the start.
 */
export function writeMidi(given: NoteSequence): Uint8Array {
  const checked = checkSequence(given);
  const sequence = checked.quantizationInfo?.stepsPerQuarter ? unquantize(checked) : checked;
  const ticksPerQuarter = sequence.ticksPerQuarter || defaultTicksPerQuarter;
  if (!Number.isInteger(ticksPerQuarter) || ticksPerQuarter < 1 || ticksPerQuarter > 0x7fff) {
    throw new InvalidArgumentError(
      `ticksPerQuarter must be from 1 to 32767. Received: ${ticksPerQuarter}.`,
    );
  }
  const map = TempoMap.ofSequence(sequence, ticksPerQuarter);
  const names = new Map(sequence.partInfos?.map(({ part, name }) => [part ?? 0, name ?? '']));
  const voices = assignChannels(sequence);
  const end = map.tickAt(sequence.totalTime ?? 0);
  const tracks = [
    track(metaEvents(sequence, map), end),
    ...voices.map((voicesOfTrack) =>
      track(voiceEvents(voicesOfTrack, map), end, names.get(voicesOfTrack[0]!.part)),
    ),
  ];
  const header = [0, 1, ...bigEndian(tracks.length, 2), ...bigEndian(ticksPerQuarter, 2)];
  return Uint8Array.from([chunk('MThd', header), ...tracks].flat());
}

/** Big-endian bytes of a number. */
const bigEndian = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => (value >>> (8 * (bytes - 1 - i))) & 0xff);

const meta = (type: number, data: readonly number[]): readonly number[] => [
  0xff,
  type,
  ...variableLength(data.length),
  ...data,
];

/**
 * Writes a variable-length number: groups of seven bits, the highest group first. The eighth bit is set in all bytes
 * except the last.
 */
function variableLength(value: number): number[] {
  const groups = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}

function metaEvents(sequence: NoteSequence, map: TempoMap): Timed[] {
  const rank = ranks.meta;
  const tempos = sequence.tempos?.length ? map.changes : [];
  return [
    ...tempos.map(({ tick, microseconds }) => ({
      tick,
      rank,
      bytes: meta(0x51, bigEndian(microseconds, 3)),
    })),
    ...(sequence.timeSignatures ?? []).map(({ time, numerator, denominator }) => ({
      tick: map.tickAt(time ?? 0),
      rank,
      // One metronome click per quarter, and eight 32nds per quarter.
      bytes: meta(0x58, [numerator ?? 4, Math.log2(denominator ?? 4), 24, 8]),
    })),
    ...(sequence.keySignatures ?? []).map(({ time, key, mode }) => {
      const { fifths, minor } = fifthsOf(key ?? 0, mode ?? 0);
      const bytes = meta(0x59, [fifths & 0xff, minor ? 1 : 0]);
      return { tick: map.tickAt(time ?? 0), rank, bytes };
    }),
  ];
}

/** The events of the voices of one track, with a program change whenever another voice starts to play. */
function voiceEvents(voices: readonly Voice[], map: TempoMap): Timed[] {
  const events: Timed[] = [];
  const { channel } = voices[0]!;
  const programs: { tick: number; program: number }[] = [];
  const at = (tick: number, rank: number, status: number, ...data: number[]): void => {
    events.push({ tick, rank, bytes: [status | channel, ...data] });
  };
  for (const { program, notes, controls, bends } of voices) {
    for (const { time, controlNumber, controlValue } of controls) {
      at(map.tickAt(time ?? 0), ranks.control, 0xb0, controlNumber ?? 0, controlValue ?? 0);
    }
    for (const { time, bend } of bends) {
      const value = (bend ?? 0) + 8192;
      at(map.tickAt(time ?? 0), ranks.control, 0xe0, value & 0x7f, value >>> 7);
    }
    for (const { pitch, velocity, startTime, endTime } of notes) {
      const start = Math.max(0, map.tickAt(startTime ?? 0));
      const end = Math.max(map.tickAt(endTime ?? 0), start + 1);
      programs.push({ tick: start, program });
      at(start, ranks.on, 0x90, pitch ?? 0, velocity || defaultVelocity);
      at(end, ranks.off, 0x80, pitch ?? 0, 0);
    }
    if (notes.length === 0) programs.push({ tick: 0, program });
  }
  programs.sort((a, b) => a.tick - b.tick);
  let currentProgram = -1;
  // The first program change is at tick 0, so that it applies to controllers before the first note.
  for (const [i, { tick, program }] of programs.entries()) {
    if (program === currentProgram) continue;
    at(i === 0 ? 0 : tick, ranks.program, 0xc0, program);
    currentProgram = program;
  }
  return events;
}

/** Maximum delta time between two events: 28 bits in the file format. */
const maxDelta = 0x0fffffff;

/** @param end tick at which the track ends, unless its last event is later. It lets a loop fill its last bar. */
function track(events: Timed[], end: number, name = ''): readonly number[] {
  events.sort((a, b) => a.tick - b.tick || a.rank - b.rank);
  const body: number[] = [];
  let now = 0;
  // Push bytes one by one: a track may have more bytes than a call can take arguments.
  const write = (tick: number, bytes: readonly number[]): void => {
    if (tick - now > maxDelta) {
      throw new InvalidArgumentError(
        `A MIDI file cannot be silent for ${tick - now} ticks; at most ${maxDelta}. Lower ticksPerQuarter.`,
      );
    }
    for (const byte of variableLength(tick - now)) body.push(byte);
    for (const byte of bytes) body.push(byte);
    now = tick;
  };
  if (name !== '') write(0, meta(0x03, [...new TextEncoder().encode(name)]));
  for (const { tick, bytes } of events) write(tick, bytes);
  write(Math.max(now, end), meta(0x2f, []));
  return chunk('MTrk', body);
}

function chunk(id: string, body: readonly number[]): readonly number[] {
  const head = [...new TextEncoder().encode(id), ...bigEndian(body.length, 4)];
  return head.concat(body);
}
