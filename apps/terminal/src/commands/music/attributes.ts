/** `speil attributes`. */
import { argument, defineCommand, option, optionWithDefault } from '../../cli/command.js';
import { notesFile } from '../../cli/help.js';
import { common, dataDir, musical } from '../../cli/options.js';
import { outputPath, shift, wholeNumber } from '../../cli/parsers.js';
import type { Measured, Shift, Shifted } from '../../domains/music/attributes.js';
import { exitCodes, UsageError } from '../../io/exit.js';
import { plural } from '../../report/format.js';
import { table } from '../../report/table.js';

export const attributes = defineCommand({
  name: 'attributes',
  description:
    'Measure density, syncopation, range and contour; with a model, shift them in latent space.',
  arguments: [argument('<file...>', notesFile)],
  options: {
    bars: optionWithDefault('--bars <n>', 'bars per window', wholeNumber(1, 1000), 2),
    model: option('--model <model>', 'the model in whose latent space files are shifted'),
    shift: option(
      '--shift <name=amount>',
      'how far; 1 is the distance from low to high; repeatable',
      shift,
    ),
    fit: option(
      '--fit <name>',
      'a dataset’s name or a folder to find the directions with (default: generated songs)',
    ),
    dataDir,
    out: option('-o, --out <dir>', 'folder for the shifted pieces', outputPath),
    ...common,
    ...musical(),
  },
  examples: [
    'speil attributes a.mid b.mid',
    'speil attributes a.mid --model drums-2bar --shift density=+1 -o denser',
    'speil attributes a.mid --model melody-2bar --shift range=-0.5 --shift contour=1 --fit lieder -o out',
  ],
  async run([files], { bars, json, ...options }, io) {
    const request = shiftRequest(options);
    const music = await import('../../domains/music/attributes.js');
    if (request === undefined) {
      const rows = await music.measureAttributes(files, bars, io);
      if (json) {
        io.out(JSON.stringify(rows.map(({ amounts, ...row }) => ({ ...row, ...amounts }))));
      } else for (const line of measuredTable(rows, music.attributeNames)) io.out(line);
      return exitCodes.done;
    }
    const { findMusicModel } = await import('../../models/resolve.js');
    const model = findMusicModel(request.model, io);
    const shifted = await music.shiftAttributes(files, model, { ...options, ...request }, io);
    if (json) io.out(JSON.stringify({ shifts: shifted.rows, files: shifted.files }));
    else {
      for (const line of shiftedTable(shifted)) io.out(line);
      io.err(`${plural(shifted.files.length, 'file')} in ${request.out}`);
    }
    return exitCodes.done;
  },
});

interface ShiftRequest {
  readonly model: string;
  readonly shift: readonly Shift[];
  readonly out: string;
}

/** @returns undefined if nothing is to be shifted. @throws UsageError for options that cannot be combined. */
function shiftRequest({
  model,
  shift,
  out,
  fit,
}: Partial<ShiftRequest> & { readonly fit?: string }): ShiftRequest | undefined {
  if (model !== undefined && shift !== undefined && out !== undefined) return { model, shift, out };
  const needed = { '--model': model, '--shift': shift, '-o': out };
  const given = Object.entries(needed).filter(([, value]) => value !== undefined);
  if (given.length === 0 && fit === undefined) return undefined;
  throw new UsageError(
    `A shift needs --model MODEL, --shift density=+1 and -o DIR together. Received: ${given.map(([name]) => name).join(' and ') || '--fit'} alone.`,
  );
}

function measuredTable(
  rows: readonly Measured[],
  names: readonly (keyof Measured['amounts'])[],
): readonly string[] {
  return table(rows, [
    { title: 'FILE', value: ({ file }) => file },
    { title: 'WINDOWS', value: ({ windows }) => String(windows), align: 'right' },
    ...names.map((name) => ({
      title: name.toUpperCase(),
      value: ({ amounts }: Measured) => amounts[name].toFixed(2),
      align: 'right' as const,
    })),
  ]);
}

function shiftedTable({ rows }: Shifted): readonly string[] {
  const signed = (amount: number): string => (amount < 0 ? String(amount) : `+${amount}`);
  return table(rows, [
    { title: 'FILE', value: ({ file }) => file },
    { title: 'SHIFT', value: ({ attribute, shift }) => `${attribute}${signed(shift)}` },
    { title: 'BEFORE', value: ({ before }) => before.toFixed(2), align: 'right' },
    { title: 'AFTER', value: ({ after }) => after.toFixed(2), align: 'right' },
  ]);
}
