/** `speil interpolate`. */
import * as path from 'node:path';
import type { Picture } from '@speil/images';
import {
  argument,
  choiceWithDefault,
  defineCommand,
  flag,
  optionWithDefault,
} from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { fromFiles, fromItems, output } from '../../cli/options.js';
import { wholeNumber } from '../../cli/parsers.js';
import { itemsOf, type LatentSpace } from '../../domains/latent-space.js';
import { numbered } from '../../files/paths.js';
import { exitCodes, UsageError } from '../../io/exit.js';

export const interpolate = defineCommand({
  name: 'interpolate',
  description: 'Interpolate between two images or pieces in latent space.',
  arguments: [
    argument('<model>', modelHelp),
    argument('<from>', 'PNG or JPEG; MIDI, MusicXML or ABC; with --data, a number'),
    argument('<to>', 'the other end'),
  ],
  options: {
    steps: optionWithDefault(
      '--steps <n>',
      'points on the path, both ends included',
      wholeNumber(2, 1000),
      8,
    ),
    method: choiceWithDefault(
      '--method <name>',
      'linear or spherical interpolation',
      ['lerp', 'slerp'],
      'lerp',
    ),
    slerp: flag('--slerp', 'as --method slerp'),
    out: output(
      'path',
      'path.png: one picture; path.mid: one piece of music; else a folder for every step and way.png, of music way.mid too',
    ),
    ...fromFiles,
    ...fromItems,
  },
  examples: [
    'speil interpolate mnist-vae one.png seven.png --steps 10 -o path.png',
    'speil interpolate scenes-vae --data scenes 3 9 -o path.png',
    'speil interpolate drums-2bar a.mid b.mid --steps 13 --slerp -o path',
  ],
  async run([name, from, to], options, io) {
    const { steps, slerp, out } = options;
    const method = slerp ? 'slerp' : options.method;
    const [core, { withLatentSpace }, files] = await Promise.all([
      import('@speil/core'),
      import('../../models/latent-space.js'),
      import('../../files/files.js'),
    ]);
    const write = (file: string, picture: Picture): string =>
      files.writeOverview(file, picture, options, io);
    const request = { ...options, ...itemsOf(options) };
    const written = await withLatentSpace(name, request, io, async (space) => {
      space.refuseTooMany(steps);
      refuseExtension(out, space);
      const ends = [await space.readOne(from), await space.readOne(to)] as const;
      const items = await core.interpolate(space.forItems, ...ends, { steps, method });
      return writePath(out, items, space, write);
    });
    files.reportFiles(written, options, io);
    return exitCodes.done;
  },
});

/**
 * `a.png` means one picture of all items, `a.mid` one piece of all items. Anything else is a folder for these files and
 * a file for each item.
 */
function writePath<T>(
  out: string,
  items: readonly T[],
  space: LatentSpace<T>,
  write: (file: string, picture: Picture) => string,
): string[] {
  const { extension, joins } = space;
  const writeOverview = (file: string): string =>
    write(file, space.overview(items, joins ? undefined : items.length));
  if (/\.png$/iu.test(out)) return [writeOverview(out)];
  if (joins && out.toLowerCase().endsWith(extension)) return [space.write(out, items)];
  const each = items.map((item, i) =>
    space.write(path.join(out, `step-${numbered(i)}${extension}`), [item]),
  );
  const whole = joins ? [space.write(path.join(out, `way${extension}`), items)] : [];
  return [...each, ...whole, writeOverview(path.join(out, 'way.png'))];
}

/** Rejects a folder whose name has the extension of another kind of file. @throws UsageError. */
function refuseExtension<T>(out: string, { joins, extension, name }: LatentSpace<T>): void {
  const written = ['.png', ...(joins ? [extension] : [])];
  const [given] = /\.(?:png|jpe?g|midi?|wav)$/iu.exec(out) ?? [];
  if (given === undefined || written.includes(given.toLowerCase())) return;
  throw new UsageError(
    `${name} writes ${written.join(' and ')} files, or all into a folder. Received: -o ${out}.`,
  );
}
