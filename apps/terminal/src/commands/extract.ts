/** `speil extract`: the windows of a file of notes, and what each of them leaves out. */
import * as path from 'node:path';
import { IncompatibleError, parseJson } from '@speil/api';
import {
  extractWindows,
  loadTrained,
  musicVaeConfigSchema,
  windowOf,
  writeMidi,
  type ExtractOptions as WindowOptions,
  type ExtractedWindow,
  type Part,
} from '@speil/music';
import { exitCodes, UsageError, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { rollsOf } from '../media/music.js';
import { resolveModel } from '../models/resolve.js';
import { formatDuration, plural } from '../report/format.js';
import { table } from '../report/table.js';
import { writeBytes, writePicture } from './files.js';
import { readNotesFile } from './notes.js';

interface ExtractOptions {
  readonly bars?: number;
  readonly hop: number;
  readonly part?: Part;
  readonly model?: string;
  /** Windows that were heard before are told too. */
  readonly repeats?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

export async function extract(file: string, given: object, io: Io): Promise<ExitCode> {
  const options = given as ExtractOptions;
  const { hop, repeats = false, out, json } = options;
  io.progress.update('extracting');
  const wanted = await windowFor(options, io);
  const { windows, otherMetres } = extractWindows(await readNotesFile(file, io), {
    ...wanted,
    hop,
  });
  const played = windows.filter(({ sequence }) => (sequence.notes ?? []).length > 0);
  const told = played.filter(({ sameAs }) => repeats || sameAs === null);
  if (told.length === 0) throw nothingIn(file, wanted, otherMetres);
  const files = out === undefined ? [] : write(file, told, out, io);
  const rows = told.map((window, i) => rowOf(window, files[i]));
  const left = {
    silent: windows.length - played.length,
    repeated: played.filter(({ sameAs }) => sameAs !== null).length,
    otherMetres,
  };
  if (json) {
    io.out(JSON.stringify({ windows: rows, ...left, ...(out !== undefined && { files }) }));
    return exitCodes.done;
  }
  const lines = table(rows, [
    { title: 'BAR', value: ({ bar }) => String(bar), align: 'right' },
    { title: 'AT', value: ({ seconds }) => formatDuration(seconds), align: 'right' },
    { title: 'QPM', value: ({ qpm }) => String(Math.round(qpm)), align: 'right' },
    { title: 'NOTES', value: ({ notes }) => String(notes), align: 'right' },
    { title: 'DROPPED', value: ({ dropped }) => String(dropped), align: 'right' },
    { title: 'CUT', value: ({ cut }) => String(cut), align: 'right' },
    { title: '', value: ({ sameAs }) => (sameAs === null ? '' : `as bar ${sameAs}`) },
  ]);
  for (const line of lines) io.out(line);
  io.err(
    `${plural(told.length, 'window')} of ${plural(wanted.bars, 'bar')}; ${leftOut(left, repeats)}.`,
  );
  if (out !== undefined) io.err(`${plural(files.length, 'file')} in ${out}`);
  return exitCodes.done;
}

/** What a model takes, or what is asked for. */
async function windowFor({ model, bars, part }: ExtractOptions, io: Io): Promise<WindowOptions> {
  if (model === undefined) return { bars: bars ?? 2, part: part ?? 'all' };
  if (bars !== undefined || part !== undefined) {
    throw new UsageError('A model takes windows of its own: leave out --bars and --part.');
  }
  const { kind, form, source } = resolveModel(model, io.cwd, io.env);
  if (kind !== 'music') {
    throw new UsageError(`${model} is a model of pictures; --model must be one of music.`);
  }
  if (form === 'model') {
    return windowOf((await loadTrained(source)).plan.config.dataConverter);
  }
  const text = new TextDecoder().decode(await source.read('config.json'));
  const config = parseJson(musicVaeConfigSchema, text, `${source.name}/config.json`);
  return windowOf(config.dataConverter);
}

interface Row {
  readonly bar: number;
  readonly seconds: number;
  readonly qpm: number;
  readonly notes: number;
  readonly dropped: number;
  readonly cut: number;
  readonly sameAs: number | null;
  readonly file?: string;
}

function rowOf(window: ExtractedWindow, file: string | undefined): Row {
  const { bar, seconds, sequence, dropped, cut, sameAs } = window;
  const notes = (sequence.notes ?? []).length;
  const qpm = sequence.tempos?.[0]?.qpm ?? 120;
  return { bar, seconds, qpm, notes, dropped, cut, sameAs, ...(file !== undefined && { file }) };
}

function leftOut(
  { silent, repeated, otherMetres }: { silent: number; repeated: number; otherMetres: number },
  repeats: boolean,
): string {
  const verb = repeated === 1 ? 'repeats' : 'repeat';
  const again = repeats ? `${repeated} of them ${verb} others` : `${repeated} more ${verb} them`;
  const metres =
    otherMetres === 0
      ? ''
      : `, ${plural(otherMetres, 'stretch', 'stretches')} in another metre left out`;
  return `${again}, ${silent} ${silent === 1 ? 'is' : 'are'} silent${metres}`;
}

function nothingIn(
  file: string,
  { part = 'all', bars }: WindowOptions,
  otherMetres: number,
): IncompatibleError {
  const what = part === 'all' ? 'notes' : part === 'drums' ? 'drums' : `a ${part}`;
  const other = otherMetres > 0 ? ' It is in another metre.' : '';
  return new IncompatibleError(
    `${file} has no window of ${plural(bars, 'bar')} with ${what}.${other}`,
  );
}

/** MIDI files by the bar they begin at, and a picture of all. */
function write(
  file: string,
  windows: readonly ExtractedWindow[],
  out: string,
  io: Io,
): readonly string[] {
  const name = path.basename(file, path.extname(file));
  const digits = String(windows.at(-1)!.bar).length;
  const files = windows.map(({ bar, sequence }) => {
    const place = path.join(out, `${name}-bar-${String(bar).padStart(digits, '0')}.mid`);
    return writeBytes(place, writeMidi(sequence), io);
  });
  const picture = rollsOf(windows.map(({ sequence }) => sequence));
  return [...files, writePicture(path.join(out, `${name}-windows.png`), picture, io)];
}
