/** `speil extract`. */
import type { ExtractOptions } from '@speil/music';
import {
  argument,
  choice,
  defineCommand,
  flag,
  option,
  optionWithDefault,
} from '../../cli/command.js';
import { notesFile } from '../../cli/help.js';
import { json } from '../../cli/options.js';
import { outputPath, wholeNumber } from '../../cli/parsers.js';
import type { Extracted } from '../../domains/music/extract.js';
import { exitCodes, UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import { formatDuration, plural } from '../../report/format.js';
import { table } from '../../report/table.js';

export const extract = defineCommand({
  name: 'extract',
  description: 'Cut a piece of music into windows of a few bars, and list them.',
  arguments: [argument('<file>', notesFile)],
  options: {
    bars: option('--bars <n>', 'bars per window (default: 2)', wholeNumber(1, 1000)),
    hop: optionWithDefault(
      '--hop <n>',
      'bars from one window to the next',
      wholeNumber(1, 1000),
      1,
    ),
    part: choice('--part <name>', 'which part (default: all)', [
      'all',
      'melody',
      'bass',
      'drums',
      'trio',
    ]),
    model: option('--model <model>', 'windows in the format of this model'),
    repeats: flag('--repeats', 'also list windows that repeat an earlier one'),
    out: option(
      '-o, --out <dir>',
      'write each as a MIDI file, and a piano roll of all',
      outputPath,
    ),
    json,
  },
  examples: [
    'speil extract song.mid --bars 2',
    'speil extract song.mid --part drums -o windows',
    'speil extract song.mid --model drums-2bar -o windows',
  ],
  async run([file], options, io) {
    const { hop, repeats = false, out, json } = options;
    io.progress.update('extracting');
    const wanted = await chooseWindow(options, io);
    const { describeWindow, extractFrom, writeWindows } =
      await import('../../domains/music/extract.js');
    const { windows, ...left } = await extractFrom(file, { ...wanted, hop, repeats }, io);
    const files = out === undefined ? [] : writeWindows(file, windows, out, io);
    const rows = windows.map((window, i) => describeWindow(window, files[i]));
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
      `${plural(windows.length, 'window')} of ${plural(wanted.bars, 'bar')}; ${describeLeft(left, repeats)}.`,
    );
    if (out !== undefined) io.err(`${plural(files.length, 'file')} in ${out}`);
    return exitCodes.done;
  },
});

/** The kind of windows: those that a model takes, or those that the options describe. */
async function chooseWindow(
  {
    model,
    bars,
    part,
  }: {
    readonly model?: string;
    readonly bars?: number;
    readonly part?: NonNullable<ExtractOptions['part']>;
  },
  io: Io,
): Promise<ExtractOptions> {
  if (model === undefined) return { bars: bars ?? 2, part: part ?? 'all' };
  if (bars !== undefined || part !== undefined) {
    throw new UsageError('The model determines the windows: leave out --bars and --part.');
  }
  const [{ resolveMusicModel }, { windowOfModel }] = await Promise.all([
    import('../../models/resolve.js'),
    import('../../domains/music/extract.js'),
  ]);
  return windowOfModel(resolveMusicModel(model, io));
}

function describeLeft(
  { silent, repeated, otherMetres }: Omit<Extracted, 'windows'>,
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
