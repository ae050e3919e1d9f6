/** Cuts a file of notes into the windows that a model takes, and counts what each window leaves out. */
import * as path from 'node:path';
import { IncompatibleError, parseJson } from '@speil/api';
import {
  extractWindows,
  loadTrained,
  musicVaeConfigSchema,
  getWindow,
  writeMidi,
  type ExtractOptions,
  type ExtractedWindow,
} from '@speil/music';
import { writeBytes, writePicture } from '../../files/files.js';
import type { Io } from '../../io/io.js';
import { plural } from '../../report/format.js';
import type { ResolvedModel } from '../domain.js';
import { drawRolls } from './latent-space.js';
import { readNotesFile } from './notes-file.js';

export interface Extracted {
  readonly windows: readonly ExtractedWindow[];
  /** Numbers of silent windows, repeated windows, and stretches in other metres. */
  readonly silent: number;
  readonly repeated: number;
  readonly otherMetres: number;
}

/**
 * @param repeats whether windows that repeat an earlier one are included. @throws IncompatibleError if no window is
 * left.
 */
export async function extractFrom(
  file: string,
  { repeats, ...wanted }: ExtractOptions & { readonly repeats: boolean },
  io: Io,
): Promise<Extracted> {
  const { windows: all, otherMetres } = extractWindows(await readNotesFile(file, io), wanted);
  const played = all.filter(({ sequence }) => (sequence.notes ?? []).length > 0);
  const windows = played.filter(({ sameAs }) => repeats || sameAs === null);
  if (windows.length === 0) throw nothingIn(file, wanted, otherMetres);
  return {
    windows,
    silent: all.length - played.length,
    repeated: played.filter(({ sameAs }) => sameAs !== null).length,
    otherMetres,
  };
}

/** The options that extract the windows that a model takes. */
export async function windowOfModel({ form, source }: ResolvedModel): Promise<ExtractOptions> {
  if (form === 'model') {
    return getWindow((await loadTrained(source)).plan.config.dataConverter);
  }
  const text = new TextDecoder().decode(await source.read('config.json'));
  const config = parseJson(musicVaeConfigSchema, text, `${source.name}/config.json`);
  return getWindow(config.dataConverter);
}

/** The numbers of a window, for the list and for JSON. */
export interface WindowRow {
  readonly bar: number;
  readonly seconds: number;
  readonly qpm: number;
  readonly notes: number;
  readonly dropped: number;
  readonly cut: number;
  readonly sameAs: number | null;
  readonly file?: string;
}

export function describeWindow(window: ExtractedWindow, file: string | undefined): WindowRow {
  const { bar, seconds, sequence, dropped, cut, sameAs } = window;
  const notes = (sequence.notes ?? []).length;
  const qpm = sequence.tempos?.[0]?.qpm ?? 120;
  return { bar, seconds, qpm, notes, dropped, cut, sameAs, ...(file !== undefined && { file }) };
}

function nothingIn(
  file: string,
  { part = 'all', bars }: ExtractOptions,
  otherMetres: number,
): IncompatibleError {
  const what = part === 'all' ? 'notes' : part === 'drums' ? 'drums' : `a ${part}`;
  const other = otherMetres > 0 ? ' It is in another metre.' : '';
  return new IncompatibleError(
    `${file} has no window of ${plural(bars, 'bar')} with ${what}.${other}`,
  );
}

/** Writes each window as a MIDI file that is named after its first bar, and one picture of all windows. */
export function writeWindows(
  file: string,
  windows: readonly ExtractedWindow[],
  out: string,
  io: Io,
): readonly string[] {
  const name = path.basename(file, path.extname(file));
  const digits = String(windows.at(-1)!.bar).length;
  const files = windows.map(({ bar, sequence }) => {
    const target = path.join(out, `${name}-bar-${String(bar).padStart(digits, '0')}.mid`);
    return writeBytes(target, writeMidi(sequence), io);
  });
  const picture = drawRolls(windows.map(({ sequence }) => sequence));
  return [...files, writePicture(path.join(out, `${name}-windows.png`), picture, io)];
}
