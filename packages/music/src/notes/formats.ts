/** The file formats of notes, in the order in which they are tried. To add a format, add a folder and a row to this table. */
import type { NoteSequence } from '../theory/note-sequence.js';
import { readAbc } from './abc/read.js';
import { readMidi } from './midi/read.js';
import { readMusicXml, readMxl } from './musicxml/read.js';
import type { ReadOptions } from './shared/omissions.js';

export interface NoteFormat {
  /** Name of the format in messages. */
  readonly name: string;
  /** File extensions, in lower case. */
  readonly extensions: readonly string[];
  /** Whether a file with these bytes has this format. */
  matches(bytes: Uint8Array): boolean;
  /** @throws InvalidFileError for a damaged file. */
  read(bytes: Uint8Array, options: ReadOptions): Promise<readonly NoteSequence[]>;
}

export const noteFormats: readonly NoteFormat[] = [
  {
    name: 'MIDI',
    extensions: ['.mid', '.midi', '.rmi'],
    matches: (bytes) => ['MThd', 'RIFF'].includes(latin1(bytes, 4)),
    read: (bytes, options) => Promise.resolve([readMidi(bytes, options)]),
  },
  {
    name: '.mxl',
    extensions: ['.mxl'],
    matches: (bytes) => latin1(bytes, 2) === 'PK',
    read: (bytes, options) => Promise.resolve([readMxl(bytes, options)]),
  },
  {
    name: 'MusicXML',
    extensions: ['.musicxml', '.xml'],
    // The text may be UTF-8 with or without a byte order mark, or UTF-16 in either byte order.
    matches: (bytes) =>
      /^(?:\u00ef\u00bb\u00bf)?\s*\0?<|^\u00fe\u00ff|^\u00ff\u00fe/u.test(latin1(bytes, 1000)),
    read: (bytes, options) => Promise.resolve([readMusicXml(bytes, options)]),
  },
  {
    name: 'ABC',
    extensions: ['.abc'],
    matches: (bytes) => /^X:/mu.test(utf8(bytes)),
    read: (bytes, options) => readAbc(utf8(bytes), options),
  },
];

function latin1(bytes: Uint8Array, count: number): string {
  return String.fromCharCode(...bytes.subarray(0, count));
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
