/** Reads a MIDI file. For any bytes the result is a sequence of finite numbers or an InvalidFileError. */
import { InvalidFileError } from '@speil/api';
import { applySustainPedal } from '../../theory/sustain.js';
import { keyOf } from '../../theory/keys.js';
import { limits } from '../../theory/limits.js';
import { midiChunks } from './chunks.js';
import { midiEvents, type MidiEvents } from './events.js';
import { Channels, drumTracks, Instruments } from './instruments.js';
import type { Note, NoteSequence } from '../../theory/note-sequence.js';
import { Omissions, omissionsText, type ReadOptions } from '../shared/omissions.js';
import { TempoMap } from '../../theory/tempo-map.js';

/** How a MIDI file is read. */
export interface ReadMidiOptions extends ReadOptions {
  /** Whether the sustain pedal (controller 64) extends notes. Default false: only its control changes are kept. */
  readonly applySustain?: boolean;
}

/**
 * Reads MIDI files of types 0 and 1, also inside RIFF files. An instrument is a program on a channel of a track;
 * instruments are numbered in the order of their first notes. Drums are on channel 10 and on the channels that GS, XG
 * or General MIDI 2 mark as drums. A repeated note-on ends the previous note of its key, and a note without an end
 * lasts until the end of the file. Control changes and bends apply to the instrument that plays on their channel and to
 * the one that plays there next. `totalTime` is the end of the last note, in seconds. Events that are out of range or
 * damaged are skipped and reported to `onOmitted`.
 *
 * @throws InvalidFileError for a file that is not MIDI, is too large, of type 2, in SMPTE time, or so damaged that no note is left.
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
  omissions.report({ ...(onOmitted && { onOmitted }) });
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
  return applySustain ? applySustainPedal(sequence) : sequence;
}

function tempos({ tempos: changes }: MidiEvents, map: TempoMap): { time: number; qpm: number }[] {
  // A file without tempos gives a sequence without tempos. In both, this means the default tempo of the standard.
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
  /** Open notes by track, channel and pitch: several if they were struck at the same tick. */
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
    // A repeated note-on means that the key was released before, even if the file has no note-off.
    if (kind === 'off' || struck.get(key) !== tick) {
      for (const note of same ?? []) note.endTime = time;
      sounding.delete(key);
    }
    if (kind === 'off') continue;
    const { instrument, program, isDrum } = instruments.get(event, channels);
    // Copy field by field: a file may have a million notes, and a spread would take most of the time.
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
    for (const { instrument, program, isDrum } of instruments.affectedBy(event, channels)) {
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
