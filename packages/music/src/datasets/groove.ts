/** Reads the Groove MIDI dataset: an archive of MIDI files and a table with their splits. */
import { InvalidFileError, parseWith, type Split } from '@speil/api';
import * as z from 'zod';
import { unpack } from '../notes/shared/archive.js';
import { readMidi } from '../notes/midi/read.js';
import type { Song } from './song.js';

/** Limits on the number of files and on their unpacked size: four times the actual values. */
const archiveLimits = { entries: 5000, bytes: 24 * 2 ** 20 };

const tableName = 'groove/info.csv';

const rowSchema = z.object({
  id: z.string().min(1).max(200),
  style: z.string().max(200),
  midi_filename: z.string().min(1).max(500),
  split: z.enum(['train', 'validation', 'test']),
});

/** @throws InvalidFileError if the table or a file that it lists is missing or invalid. */
export function grooveSongs(bytes: Uint8Array, split: Split, what: string): readonly Song[] {
  const table = unpack(bytes, (name) => name === tableName, archiveLimits, what).get(tableName);
  if (table === undefined) {
    throw new InvalidFileError(`${what} is not the Groove dataset: ${tableName} is missing.`);
  }
  const rows = tableRows(new TextDecoder().decode(table), `${what}: ${tableName}`).filter(
    (row) => row.split === split,
  );
  // Unpack only the files of this part of the split: unpacking all files takes as long as reading one part.
  const wanted = new Set(rows.map((row) => `groove/${row.midi_filename}`));
  const files = unpack(bytes, (name) => wanted.has(name), archiveLimits, what);
  return rows.map(({ id, style, midi_filename: name }) => {
    const midi = files.get(`groove/${name}`);
    if (midi === undefined) {
      throw new InvalidFileError(`${what} is incomplete: groove/${name} is missing.`);
    }
    return { id, style, sequence: readMidi(midi, { what: `${what}: groove/${name}` }) };
  });
}

/** The table has no quoted fields, so a comma always ends a field. */
function tableRows(text: string, what: string): z.output<typeof rowSchema>[] {
  const [head = '', ...lines] = text.split(/\r?\n/u).filter((line) => line !== '');
  const names = head.split(',');
  return lines.map((line, i) => {
    const fields = line.split(',');
    const row = Object.fromEntries(names.map((name, column) => [name, fields[column]]));
    return parseWith(rowSchema, row, `${what}, line ${i + 2}`);
  });
}
