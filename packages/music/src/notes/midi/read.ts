/** A MIDI file as notes. Whatever the bytes are: a sequence of finite numbers, or one InvalidFileError. */
import { InvalidFileError } from '@speil/api';
import { sustained } from '../../theory/sustain.js';
import { keyOf } from '../../theory/keys.js';
import { limits } from '../../theory/limits.js';
import { midiChunks } from './chunks.js';
import { midiEvents, type MidiEvents } from './events.js';
import { Channels, drumTracks, Instruments } from './instruments.js';
import type { Note, NoteSequence } from '../../theory/note-sequence.js';
import { Omissions, omissionsText, type ReadOptions } from '../shared/omissions.js';
import { TempoMap } from '../../theory/tempo-map.js';

export interface ReadMidiOptions extends ReadOptions {
  /** Whether notes sound on while the pedal (controller 64) is down. Default false: the pedal is only kept. */
  readonly applySustain?: boolean;
}

/**
 * Reads types 0 and 1, in a RIFF file too. An instrument is a track's program on a channel, numbered as they first sound; channel 10 is
 * drums, and so are the channels that GS, XG or General MIDI 2 make drums. A key that is struck again ends its note; what is left open ends
 * with the file. Controllers and bends go to the instrument of their channel that sounds and to the next one that does. `totalTime` is the
 * end of the last note, in seconds. What is out of range or damaged is skipped and told to `onOmitted`.
 *
 * @throws InvalidFileError for what is no MIDI file, too large, of type 2, in SMPTE time, or damaged so that no note is left.
 */
export function readMidi(
  bytes: Uint8Array,
  { what = 'The MIDI file', applySustain = false, onOmitted }: ReadMidiOptions = {},
): NoteSequence {
  const omissions = new Omissions();
  const chunks = midiChunks(bytes, what, omissions);
  const events = midiEvents(chunks, what, omissions);
  const { ticksPerQuarter } = chunks;
  const map = TempoMap.ofTicks(events.tempos, ticksPerQuarter);
  if (map.secondsAt(events.end) > limits.seconds) {
    throw new InvalidFileError(
      `${what} claims to last ${Math.round(map.secondsAt(events.end))} seconds; at most ${limits.seconds} are read.`,
    );
  }
  const instruments = new Instruments(drumTracks(events));
  const notes = readNotes(events, map, instruments);
  if (notes.length === 0 && omissions.list.length > 0) {
    throw new InvalidFileError(
      `${what} is a broken MIDI file: it has no note; skipped: ${omissionsText(omissions.list)}.`,
    );
  }
  omissions.tell({ ...(onOmitted && { onOmitted }) });
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

function tempos({ tempos: changes }: MidiEvents, map: TempoMap): { time: number; qpm: number }[] {
  // The standard's tempo is said only where the file changes it later: a sequence without tempos says the same.
  return changes.length === 0
    ? []
    : map.changes.map(({ tick, microseconds }) => ({
        time: map.secondsAt(tick),
        qpm: 60e6 / microseconds,
      }));
}

function readNotes(
  { channelEvents, end, gs }: MidiEvents,
  map: TempoMap,
  instruments: Instruments,
): Note[] {
  const channels = new Channels(gs);
  /** Notes of one pitch of a track's channel that are sounding: several where they were struck at once. */
  const sounding = new Map<number, Note[]>();
  const struck = new Map<number, number>();
  const notes: Note[] = [];
  const last = map.secondsAt(end);
  for (const event of channelEvents) {
    const { tick, track, channel, kind, which, value } = event;
    channels.follow(event);
    if (kind !== 'on' && kind !== 'off') continue;
    const key = (track * 16 + channel) * 128 + which;
    const time = map.secondsAt(tick);
    const same = sounding.get(key);
    // A key that goes down again was let go of, whether or not the file says so.
    if (kind === 'off' || struck.get(key) !== tick) {
      for (const note of same ?? []) note.endTime = time;
      sounding.delete(key);
    }
    if (kind === 'off') continue;
    const { instrument, program, isDrum } = instruments.get(event, channels);
    // Field by field: a file may hold a million notes, and a spread takes longer than all else.
    const note = {
      pitch: which,
      velocity: value,
      startTime: time,
      endTime: last,
      instrument,
      program,
      isDrum,
      part: track,
    };
    notes.push(note);
    struck.set(key, tick);
    const now = sounding.get(key);
    if (now === undefined) sounding.set(key, [note]);
    else now.push(note);
  }
  return notes;
}

function readControls(
  { channelEvents, gs }: MidiEvents,
  map: TempoMap,
  instruments: Instruments,
  what: string,
): Pick<NoteSequence, 'controlChanges' | 'pitchBends'> {
  const channels = new Channels(gs);
  const controlChanges: NonNullable<NoteSequence['controlChanges']> = [];
  const pitchBends: NonNullable<NoteSequence['pitchBends']> = [];
  for (const event of channelEvents) {
    const { tick, kind, which, value } = event;
    channels.follow(event);
    if (kind !== 'control' && kind !== 'bend') continue;
    const time = map.secondsAt(tick);
    for (const { instrument, program, isDrum } of instruments.heardBy(event, channels)) {
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
