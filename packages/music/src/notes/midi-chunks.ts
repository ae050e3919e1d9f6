/**
 * The outer form of a MIDI file, looked at before the library parses its tracks: `midi-file` believes every length, and a
 * negative one sends it backwards for ever.
 */
import { InvalidFileError } from '@speil/api';
import { limits } from './limits.js';

export interface MidiChunks {
  /** Ticks a quarter note. */
  readonly ticksPerQuarter: number;
  /** The events of each track. */
  readonly tracks: readonly Uint8Array[];
}

const headerSize = 6;

/**
 * @param what how a person knows the file.
 * @throws InvalidFileError for what is no MIDI file, is cut off, or is of a kind that is not read: type 2, SMPTE time.
 */
export function midiChunks(bytes: Uint8Array, what: string): MidiChunks {
  if (bytes.length > limits.midiBytes) {
    throw new InvalidFileError(
      `${what} has ${bytes.length} bytes; at most ${limits.midiBytes} are read as MIDI.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const idAt = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 8 + headerSize || idAt(0) !== 'MThd' || view.getUint32(4) < headerSize) {
    throw new InvalidFileError(`${what} is not a MIDI file: it must begin with an MThd chunk.`);
  }
  const { count, ticksPerQuarter } = header(view, what);
  const tracks: Uint8Array[] = [];
  for (let at = 8 + view.getUint32(4); tracks.length < count;) {
    if (at + 8 > bytes.length) {
      throw new InvalidFileError(
        `${what} is truncated: its header says ${count} tracks, and ${tracks.length} came.`,
      );
    }
    const end = at + 8 + view.getUint32(at + 4);
    if (end > bytes.length) {
      throw new InvalidFileError(
        `${what} is truncated: its chunk at byte ${at} was expected to end at byte ${end}, and the file has ${bytes.length} bytes.`,
      );
    }
    // The standard has readers pass over chunks of other kinds.
    if (idAt(at) === 'MTrk') tracks.push(bytes.subarray(at + 8, end));
    at = end;
  }
  return { ticksPerQuarter, tracks };
}

function header(view: DataView, what: string): { count: number; ticksPerQuarter: number } {
  const [type, count, division] = [view.getUint16(8), view.getUint16(10), view.getUint16(12)];
  if (type > 1) {
    throw new InvalidFileError(
      `${what} is a MIDI file of type ${type}; types 0 and 1 are read. Type 2 holds patterns with no order: save it as type 1.`,
    );
  }
  if (division >= 0x8000) {
    throw new InvalidFileError(
      `${what} counts time in SMPTE frames; ticks a quarter note are read. Save it with musical time.`,
    );
  }
  if (division === 0) {
    throw new InvalidFileError(`${what} is a broken MIDI file: it has 0 ticks a quarter note.`);
  }
  if (count > limits.tracks) {
    throw new InvalidFileError(
      `${what} claims ${count} tracks; at most ${limits.tracks} are read.`,
    );
  }
  return { count, ticksPerQuarter: division };
}
