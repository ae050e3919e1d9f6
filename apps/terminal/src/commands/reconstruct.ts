/** `speil reconstruct`. */
import * as path from 'node:path';
import { reconstruct as reconstructAll } from '@speil/core';
import { pairs } from '@speil/images';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { conditionFor } from './condition.js';
import { readPicture, tellFiles, withModel, writePicture, type ModelOptions } from './model.js';

interface ReconstructOptions extends ModelOptions {
  readonly label?: number;
  readonly invert?: boolean;
  readonly out: string;
}

export async function reconstruct(
  name: string,
  sources: readonly string[],
  given: object,
  io: Io,
): Promise<ExitCode> {
  const options = given as ReconstructOptions;
  const { label, invert: inverted = false, out } = options;
  const { originals, pictures } = await withModel(name, options, io, async (model) => {
    const { condition } = conditionFor(model, label, { encoded: true });
    const told = condition === undefined ? {} : { condition: sources.map(() => condition) };
    const originals = sources.map((file) => readPicture(file, model, { cwd: io.cwd, inverted }));
    return { originals, pictures: await reconstructAll(model, originals, told) };
  });
  const names = outputNames(sources);
  const files = pictures.map((picture, i) => writePicture(path.join(out, names[i]!), picture, io));
  files.push(writePicture(path.join(out, 'pairs.png'), pairs(originals, pictures), io));
  tellFiles(files, options, io);
  return exitCodes.done;
}

/** One name for each source, even where two sources of different folders share theirs or have the montage's. */
export function outputNames(sources: readonly string[], montage = 'pairs.png'): readonly string[] {
  const taken = new Set([montage]);
  return sources.map((source) => {
    const base = path.basename(source).replace(/\.(png|jpe?g)$/iu, '');
    let name = `${base}.png`;
    for (let n = 2; taken.has(name); n++) name = `${base}-${n}.png`;
    taken.add(name);
    return name;
  });
}
