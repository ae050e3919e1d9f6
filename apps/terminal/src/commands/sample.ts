/** `speil sample`. */
import * as path from 'node:path';
import { priorSample } from '@speil/core';
import { montage } from '@speil/images';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { refuseTooMany, tellFiles, withModel, writePicture, type ModelOptions } from './model.js';

interface SampleOptions extends ModelOptions {
  readonly count: number;
  readonly seed: number;
  readonly temperature: number;
  readonly out: string;
}

export async function sample(name: string, given: object, io: Io): Promise<ExitCode> {
  const options = given as SampleOptions;
  const { count, seed, temperature, out } = options;
  const pictures = await withModel(name, options, io, async (model) => {
    refuseTooMany(count, model);
    const { shape, values } = priorSample(count, model.spec.latentShape, seed);
    return model.decode({ shape, values: values.map((value) => value * temperature) });
  });
  const digits = String(count).length;
  const files = pictures.map((picture, i) =>
    writePicture(path.join(out, `sample-${String(i + 1).padStart(digits, '0')}.png`), picture, io),
  );
  const all = montage(pictures, { columns: Math.ceil(Math.sqrt(count)) });
  files.push(writePicture(path.join(out, 'samples.png'), all, io));
  tellFiles(files, options, io);
  return exitCodes.done;
}
