/** Notes as a MIDI file of type 1. No note is silent: one without a velocity gets 80. */
import { InvalidArgumentError } from '@speil/api';
import { unquantize } from '../../theory/unquantize.js';
import { soundSequence } from '../../theory/check.js';
import { channelsOf, type Voice } from './channels.js';
import { fifthsOf } from '../../theory/keys.js';
import type { NoteSequence } from '../../theory/note-sequence.js';
import { TempoMap } from '../../theory/tempo-map.js';

/** Ticks a quarter note where a sequence names none; Magenta's. */
export const defaultTicksPerQuarter = 220;
/** Of a note that has none; Magenta's. */
export const defaultVelocity = 80;

/** A MIDI event's bytes at a tick; `rank` orders what happens at one tick. */
interface Placed {
  readonly tick: number;
  readonly rank: number;
  readonly bytes: readonly number[];
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
  const end = map.tickAt(sequence.totalTime ?? 0);
  const tracks = [
    track(conducting(sequence, map), end),
    ...voices.map((together) => track(playing(together, map), end, names.get(together[0]!.part))),
  ];
  const header = [0, 1, ...upper(tracks.length, 2), ...upper(ticksPerQuarter, 2)];
  return Uint8Array.from([chunk('MThd', header), ...tracks].flat());
}

/** The highest byte first. */
const upper = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => (value >>> (8 * (bytes - 1 - i))) & 0xff);

const meta = (type: number, data: readonly number[]): readonly number[] => [
  0xff,
  type,
  ...inSevens(data.length),
  ...data,
];

/** In groups of seven bits, the highest first; all but the last have the eighth bit. */
function inSevens(value: number): number[] {
  const groups = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}

function conducting(sequence: NoteSequence, map: TempoMap): Placed[] {
  const rank = ranks.meta;
  const tempos = sequence.tempos?.length ? map.changes : [];
  return [
    ...tempos.map(({ tick, microseconds }) => ({
      tick,
      rank,
      bytes: meta(0x51, upper(microseconds, 3)),
    })),
    ...(sequence.timeSignatures ?? []).map(({ time, numerator, denominator }) => ({
      tick: map.tickAt(time ?? 0),
      rank,
      // A click a quarter, eight 32nds in each.
      bytes: meta(0x58, [numerator ?? 4, Math.log2(denominator ?? 4), 24, 8]),
    })),
    ...(sequence.keySignatures ?? []).map(({ time, key, mode }) => {
      const { fifths, minor } = fifthsOf(key ?? 0, mode ?? 0);
      const bytes = meta(0x59, [fifths & 0xff, minor ? 1 : 0]);
      return { tick: map.tickAt(time ?? 0), rank, bytes };
    }),
  ];
}

/** What voices of one track play; the program is said anew whenever another of them comes in. */
function playing(voices: readonly Voice[], map: TempoMap): Placed[] {
  const placed: Placed[] = [];
  const { channel } = voices[0]!;
  const programs: { tick: number; program: number }[] = [];
  const at = (tick: number, rank: number, status: number, ...data: number[]): void => {
    placed.push({ tick, rank, bytes: [status | channel, ...data] });
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
  let playingNow = -1;
  // A channel's first program is said at once, for the controllers before its first note.
  for (const [i, { tick, program }] of programs.entries()) {
    if (program === playingNow) continue;
    at(i === 0 ? 0 : tick, ranks.program, 0xc0, program);
    playingNow = program;
  }
  return placed;
}

/** The furthest that an event may lie after the one before it: the format's four times seven bits. */
const longestWait = 0x0fffffff;

/** @param end the tick at which it ends, where that is not before its last event: a loop's bar is full. */
function track(placed: Placed[], end: number, name = ''): readonly number[] {
  placed.sort((a, b) => a.tick - b.tick || a.rank - b.rank);
  const body: number[] = [];
  let now = 0;
  // One by one: a track may hold more bytes than a call takes arguments.
  const write = (tick: number, bytes: readonly number[]): void => {
    if (tick - now > longestWait) {
      throw new InvalidArgumentError(
        `A MIDI file cannot be silent for ${tick - now} ticks; at most ${longestWait}. Lower ticksPerQuarter.`,
      );
    }
    for (const byte of inSevens(tick - now)) body.push(byte);
    for (const byte of bytes) body.push(byte);
    now = tick;
  };
  if (name !== '') write(0, meta(0x03, [...new TextEncoder().encode(name)]));
  for (const { tick, bytes } of placed) write(tick, bytes);
  write(Math.max(now, end), meta(0x2f, []));
  return chunk('MTrk', body);
}

function chunk(id: string, body: readonly number[]): readonly number[] {
  const head = [...new TextEncoder().encode(id), ...upper(body.length, 4)];
  return head.concat(body);
}
