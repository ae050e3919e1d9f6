/** `speil reconstruct`. */
import * as path from 'node:path';
import { reconstruct as reconstructAll } from '@speil/core';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import type { MediumOptions } from '../media/medium.js';
import { withMedium } from '../media/open.js';
import { writePicture } from './files.js';
import type { FitOption } from './fit.js';
import { tellFiles } from './model.js';

interface ReconstructOptions extends MediumOptions, FitOption {
  readonly out: string;
}

export async function reconstruct(
  name: string,
  sources: readonly string[],
  given: object,
  io: Io,
): Promise<ExitCode> {
  const options = given as ReconstructOptions;
  const { out } = options;
  const files = await withMedium(name, options, io, async (medium) => {
    const read = await Promise.all(sources.map((file) => medium.readAll(file)));
    const originals = read.flat();
    medium.refuseTooMany(originals.length);
    const became = await reconstructAll(medium.given, originals);
    const names = outputNames(sources, 'pairs.png', medium.ending);
    let from = 0;
    const written = read.map((own, i) => {
      const items = became.slice(from, (from += own.length));
      return medium.write(path.join(out, names[i]!), items);
    });
    const pairs = medium.pairs(originals, became);
    return [...written, writePicture(path.join(out, 'pairs.png'), pairs, io)];
  });
  tellFiles(files, options, io);
  return exitCodes.done;
}

/** One name for each source, even where two sources of different folders share theirs or have the montage's. */
export function outputNames(
  sources: readonly string[],
  montage = 'pairs.png',
  ending = '.png',
): readonly string[] {
  const taken = new Set([montage]);
  return sources.map((source) => {
    const base = path
      .basename(source)
      .replace(/\.(png|jpe?g|jfif|midi?|mxl|musicxml|xml|abc)$/iu, '');
    let name = `${base}${ending}`;
    for (let n = 2; taken.has(name); n++) name = `${base}-${n}${ending}`;
    taken.add(name);
    return name;
  });
}
