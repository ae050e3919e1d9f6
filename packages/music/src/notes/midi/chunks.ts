/**
 * Splits a MIDI file into chunks. The lengths and counts in the file are compared with its actual bytes. A file that is
 * shorter than it claims is read as far as possible, and a file that is longer is read to its end.
 */
import { InvalidFileError } from '@speil/api';
import { limits } from '../../theory/limits.js';
import type { Omissions } from '../shared/omissions.js';

export interface MidiChunks {
  /** Ticks per quarter note. */
  readonly ticksPerQuarter: number;
  /** The events of each track. */
  readonly tracks: readonly Uint8Array[];
}

const headerSize = 6;

/**
 * @param what name of the file, for messages.
 * @throws InvalidFileError for a file that is not MIDI, or is of an unsupported kind: type 2, SMPTE time.
 */
export function midiChunks(file: Uint8Array, what: string, omissions: Omissions): MidiChunks {
  if (file.length > limits.midiBytes) {
    throw new InvalidFileError(
      `${what} has ${file.length} bytes; at most ${limits.midiBytes} are read as MIDI.`,
    );
  }
  const bytes = unwrapRiff(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 + headerSize || idAt(bytes, 0) !== 'MThd') {
    throw new InvalidFileError(`${what} is not a MIDI file: it must begin with an MThd chunk.`);
  }
  const { count, ticksPerQuarter } = readHeader(view, what);
  const tracks: Uint8Array[] = [];
  // Some writers store a wrong header length; the identifier of the first track shows where the header ends.
  const declaredEnd = 8 + view.getUint32(4);
  let at = idAt(bytes, declaredEnd) === 'MTrk' ? declaredEnd : 8 + headerSize;
  while (at + 8 <= bytes.length) {
    const end = at + 8 + view.getUint32(at + 4);
    // The standard requires readers to skip chunks of other kinds.
    if (idAt(bytes, at) === 'MTrk') tracks.push(bytes.subarray(at + 8, end));
    if (tracks.length > limits.tracks) {
      throw new InvalidFileError(`${what} holds more than ${limits.tracks} tracks.`);
    }
    if (end > bytes.length) omissions.add('cut-off track');
    at = end;
  }
  if (tracks.length < count) omissions.add('missing track', `the header says ${count}`);
  return { ticksPerQuarter, tracks };
}

const idAt = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + 4));

/** The MIDI file inside a RIFF file (.rmi); for other files, the file itself. */
function unwrapRiff(bytes: Uint8Array): Uint8Array {
  if (idAt(bytes, 0) !== 'RIFF' || idAt(bytes, 8) !== 'RMID') return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    if (idAt(bytes, at) === 'data') return bytes.subarray(at + 8, at + 8 + size);
    // RIFF chunks begin at even offsets.
    at += 8 + size + (size % 2);
  }
  return bytes;
}

function readHeader(view: DataView, what: string): { count: number; ticksPerQuarter: number } {
  const [type, count, division] = [view.getUint16(8), view.getUint16(10), view.getUint16(12)];
  if (type > 1) {
    throw new InvalidFileError(
      `${what} is a MIDI file of type ${type}; types 0 and 1 are read. Type 2 holds patterns with no order: save it as type 1.`,
    );
  }
  if (division >= 0x8000) {
    throw new InvalidFileError(
      `${what} counts time in SMPTE frames; only ticks per quarter note are read. Save it with musical time.`,
    );
  }
  if (division === 0) {
    throw new InvalidFileError(`${what} is a broken MIDI file: it has 0 ticks per quarter note.`);
  }
  return { count, ticksPerQuarter: division };
}
