/** `speil interpolate`. */
import * as path from 'node:path';
import { interpolate as interpolateBetween } from '@speil/core';
import { exitCodes, UsageError, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import type { Medium, MediumOptions } from '../media/medium.js';
import { withMedium } from '../media/open.js';
import { writePicture } from './files.js';
import type { FitOption } from './fit.js';
import { tellFiles } from './model.js';
import { numbered } from './places.js';

interface InterpolateOptions extends MediumOptions, FitOption {
  readonly steps: number;
  readonly method: 'lerp' | 'slerp';
  readonly slerp?: boolean;
  readonly out: string;
}

export async function interpolate(
  name: string,
  from: string,
  to: string,
  given: object,
  io: Io,
): Promise<ExitCode> {
  const options = given as InterpolateOptions;
  const { steps, slerp, out } = options;
  const method = slerp ? 'slerp' : options.method;
  const files = await withMedium(name, options, io, async (medium) => {
    medium.refuseTooMany(steps);
    refuseEnding(out, medium);
    const ends = [await medium.readOne(from), await medium.readOne(to)] as const;
    const way = await interpolateBetween(medium.given, ...ends, { steps, method });
    return writeWay(out, way, medium, io);
  });
  tellFiles(files, options, io);
  return exitCodes.done;
}

/** `a.png` is the picture of all, `a.mid` all in one piece; anything else is a folder for everything. */
function writeWay<T>(out: string, way: readonly T[], medium: Medium<T>, io: Io): string[] {
  const picture = (file: string): string =>
    writePicture(file, medium.overview(way, medium.joins ? undefined : way.length), io);
  if (isPicture(out)) return [picture(out)];
  if (medium.joins && out.toLowerCase().endsWith(medium.ending)) return [medium.write(out, way)];
  const each = way.map((item, i) =>
    medium.write(path.join(out, `step-${numbered(i)}${medium.ending}`), [item]),
  );
  const whole = medium.joins ? [medium.write(path.join(out, `way${medium.ending}`), way)] : [];
  return [...each, ...whole, picture(path.join(out, 'way.png'))];
}

const isPicture = (file: string): boolean => /\.png$/iu.test(file);

/** A folder that is called as a file of another kind is a slip. @throws UsageError. */
function refuseEnding<T>(out: string, { joins, ending, name }: Medium<T>): void {
  const written = ['.png', ...(joins ? [ending] : [])];
  const [asked] = /\.(?:png|jpe?g|midi?|wav)$/iu.exec(out) ?? [];
  if (asked === undefined || written.includes(asked.toLowerCase())) return;
  throw new UsageError(
    `${name} writes ${written.join(' and ')} files, or all into a folder. Received: -o ${out}.`,
  );
}
