/** A MIDI file as notes. Whatever the bytes are: a sequence of finite numbers, or one InvalidFileError. */
import { InvalidFileError } from '@speil/api';
import { sustained } from '../sequences/sustain.js';
import { keyOf } from './keys.js';
import { limits } from './limits.js';
import { midiChunks } from './midi-chunks.js';
import { midiEvents, type ChannelEvent, type MidiEvents } from './midi-events.js';
import type { Note, NoteSequence } from './note-sequence.js';
import { TempoMap } from './tempo-map.js';

export interface ReadMidiOptions {
  /** How a person knows the file; begins the messages. Default `The MIDI file`. */
  readonly what?: string;
  /** Whether notes sound on while the pedal (controller 64) is down. Default false: the pedal is only kept. */
  readonly applySustain?: boolean;
}

const drumChannel = 9;

/**
 * Reads types 0 and 1. An instrument is a track's program on a channel, numbered as they first sound; channel 10 is drums. A
 * note-off ends the oldest note of its pitch; what is left open ends with the file. Controllers and bends go to each
 * instrument of their channel. `totalTime` is the end of the last note, in seconds.
 *
 * @throws InvalidFileError for what is damaged, too large, of type 2 or in SMPTE time.
 */
export function readMidi(
  bytes: Uint8Array,
  { what = 'The MIDI file', applySustain = false }: ReadMidiOptions = {},
): NoteSequence {
  const chunks = midiChunks(bytes, what);
  const events = midiEvents(chunks, what);
  const { ticksPerQuarter } = chunks;
  const map = TempoMap.ofTicks(events.tempos, ticksPerQuarter);
  if (map.secondsAt(events.end) > limits.seconds) {
    throw new InvalidFileError(
      `${what} claims to last ${Math.round(map.secondsAt(events.end))} seconds; at most ${limits.seconds} are read.`,
    );
  }
  const instruments = new Instruments();
  const notes = readNotes(events, map, instruments);
  const sequence: NoteSequence = {
    ticksPerQuarter,
    tempos: tempos(events, map),
    timeSignatures: events.metres.map(({ tick, numerator, denominator }) => ({
      time: map.secondsAt(tick),
      numerator,
      denominator,
    })),
    keySignatures: events.keys.map(({ tick, fifths, minor }) => ({
      time: map.secondsAt(tick),
      ...keyOf(fifths, minor),
    })),
    notes,
    ...readControls(events, map, instruments, what),
    partInfos: events.names.flatMap((name, part) => (name ? [{ part, name }] : [])),
    totalTime: notes.reduce((last, { endTime }) => Math.max(last, endTime!), 0),
  };
  return applySustain ? sustained(sequence) : sequence;
}

/** A track's program on a channel. */
interface Instrument {
  readonly instrument: number;
  readonly program: number;
  readonly isDrum: boolean;
}

/** Numbers what sounds, in order of its first note. */
class Instruments {
  readonly #all = new Map<number, Instrument>();
  readonly #byTrack = new Map<number, Instrument[]>();
  readonly #byChannel = new Map<number, Instrument[]>();

  get(track: number, channel: number, program: number): Instrument {
    const line = track * 16 + channel;
    const key = line * 128 + program;
    const known = this.#all.get(key);
    if (known !== undefined) return known;
    const made = { instrument: this.#all.size, program, isDrum: channel === drumChannel };
    this.#all.set(key, made);
    push(this.#byTrack, line, made);
    push(this.#byChannel, channel, made);
    return made;
  }

  /** Whom a controller concerns: its own track's, or the channel's where the track holds no notes of it. */
  heardBy({ track, channel }: ChannelEvent, program: number): readonly Instrument[] {
    return (
      this.#byTrack.get(track * 16 + channel) ??
      this.#byChannel.get(channel) ?? [this.get(track, channel, program)]
    );
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function tempos({ tempos: changes }: MidiEvents, map: TempoMap): { time: number; qpm: number }[] {
  // The standard's tempo is said only where the file changes it later: a sequence without tempos says the same.
  return changes.length === 0
    ? []
    : map.changes.map(({ tick, microseconds }) => ({
        time: map.secondsAt(tick),
        qpm: 60e6 / microseconds,
      }));
}

/** Notes of one pitch of a track's channel that are sounding, oldest first. */
interface Sounding {
  readonly notes: Note[];
  /** How many have ended: taking from the front of an array takes as long as the array. */
  ended: number;
}

function readNotes(
  { channelEvents, end }: MidiEvents,
  map: TempoMap,
  instruments: Instruments,
): Note[] {
  const programs = new Uint8Array(16);
  const sounding = new Map<number, Sounding>();
  const notes: Note[] = [];
  const last = map.secondsAt(end);
  for (const { tick, track, channel, kind, which, value } of channelEvents) {
    if (kind === 'program') programs[channel] = which;
    if (kind !== 'on' && kind !== 'off') continue;
    const key = (track * 16 + channel) * 128 + which;
    const same = sounding.get(key);
    if (kind === 'off') {
      const note = same?.notes[same.ended];
      if (note === undefined) continue;
      note.endTime = map.secondsAt(tick);
      same!.ended++;
      continue;
    }
    const { instrument, program, isDrum } = instruments.get(track, channel, programs[channel]!);
    // Field by field: a file may hold a million notes, and a spread takes longer than all else.
    const note = {
      pitch: which,
      velocity: value,
      startTime: map.secondsAt(tick),
      endTime: last,
      instrument,
      program,
      isDrum,
      part: track,
    };
    notes.push(note);
    if (same === undefined) sounding.set(key, { notes: [note], ended: 0 });
    else same.notes.push(note);
  }
  return notes;
}

function readControls(
  { channelEvents }: MidiEvents,
  map: TempoMap,
  instruments: Instruments,
  what: string,
): Pick<NoteSequence, 'controlChanges' | 'pitchBends'> {
  const programs = new Uint8Array(16);
  const controlChanges: NonNullable<NoteSequence['controlChanges']> = [];
  const pitchBends: NonNullable<NoteSequence['pitchBends']> = [];
  for (const event of channelEvents) {
    const { tick, channel, kind, which, value } = event;
    if (kind === 'program') programs[channel] = which;
    if (kind !== 'control' && kind !== 'bend') continue;
    const time = map.secondsAt(tick);
    for (const { instrument, program, isDrum } of instruments.heardBy(event, programs[channel]!)) {
      if (kind === 'bend') pitchBends.push({ time, bend: value, instrument, program, isDrum });
      else {
        controlChanges.push({
          time,
          controlNumber: which,
          controlValue: value,
          instrument,
          program,
          isDrum,
        });
      }
    }
    if (controlChanges.length + pitchBends.length > limits.events) {
      throw new InvalidFileError(`${what} holds more than ${limits.events} control changes.`);
    }
  }
  return { controlChanges, pitchBends };
}
