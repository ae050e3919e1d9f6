/** `speil similar`: items like one, decoded around its code. */
import * as path from 'node:path';
import { similar as similarTo } from '@speil/core';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import type { MediumOptions } from '../media/medium.js';
import { withMedium } from '../media/open.js';
import { writePicture } from './files.js';
import type { FitOption } from './fit.js';
import { tellFiles } from './model.js';
import { numbered } from './places.js';

interface SimilarOptions extends MediumOptions, FitOption {
  readonly count: number;
  readonly distance: number;
  readonly seed: number;
  readonly out: string;
}

export async function similar(
  name: string,
  file: string,
  given: object,
  io: Io,
): Promise<ExitCode> {
  const options = given as SimilarOptions;
  const { count, distance, seed, out } = options;
  const files = await withMedium(name, options, io, async (medium) => {
    medium.refuseTooMany(count);
    const item = await medium.readOne(file);
    const alike = await similarTo(medium.given, item, count, 1 - distance, { seed });
    const written = alike.map((one, i) =>
      medium.write(path.join(out, `similar-${numbered(i)}${medium.ending}`), [one]),
    );
    // What they are like, before them.
    const overview = medium.overview([item, ...alike]);
    return [...written, writePicture(path.join(out, 'similar.png'), overview, io)];
  });
  tellFiles(files, options, io);
  return exitCodes.done;
}
