/**
 * What a folder of pictures holds and what is made of it, in a line: a model takes one size, and a person must hear that
 * theirs are another.
 */
import { readFile } from 'node:fs/promises';
import { isSpeilError, type PictureFit } from '@speil/api';
import { claimedSize } from '../pictures/claimed-size.js';

/** Pictures that are looked at: of more, evenly spread ones. */
const most = 500;

interface Seen {
  readonly width: number;
  readonly height: number;
  readonly colour: boolean;
}

/**
 * @param paths of PNG and JPEG files; what cannot be read is passed over, and told by who decodes it.
 * @param shape `[height, width, channels]` that they are brought to.
 * @returns such as `60 pictures, 64x64 to 128x128, colour -> 28x28 grey (stretched)`.
 */
export async function surveyPictures(
  paths: readonly string[],
  shape: readonly number[],
  fit: PictureFit = 'fill',
): Promise<string> {
  const every = Math.ceil(paths.length / most);
  const seen: Seen[] = [];
  for (const path of paths.filter((_, i) => i % every === 0)) {
    const one = await look(path);
    if (one !== undefined) seen.push(one);
  }
  return describeSurvey(paths.length, seen, shape, fit);
}

export function describeSurvey(
  count: number,
  seen: readonly Seen[],
  [height = 1, width = 1, channels = 1]: readonly number[],
  fit: PictureFit = 'fill',
): string {
  const pictures = `${count} picture${count === 1 ? '' : 's'}`;
  const made = `${width}x${height} ${channels === 1 ? 'grey' : 'colour'}`;
  if (seen.length === 0) return `${pictures} -> ${made}`;
  const colours = seen.filter(({ colour }) => colour).length;
  const kind =
    colours === 0 ? 'grey' : colours === seen.length ? 'colour' : 'some grey, some in colour';
  const size = sizesOf(seen);
  const found = `${pictures}, ${size}, ${kind}`;
  if (size === `${width}x${height}` && kind === (channels === 1 ? 'grey' : 'colour')) return found;
  const odd = seen.filter((one) => one.width * height !== one.height * width).length;
  const done = { fill: 'stretched', pad: 'padded', crop: 'cropped' }[fit];
  const fitted = odd === 0 ? '' : odd === seen.length ? ` (${done})` : ` (some ${done})`;
  return `${found} -> ${made}${fitted}`;
}

/** By their areas, the smallest and the largest. */
function sizesOf(seen: readonly Seen[]): string {
  const sorted = [...seen].sort((a, b) => a.width * a.height - b.width * b.height);
  const texts = [sorted[0]!, sorted.at(-1)!].map(({ width, height }) => `${width}x${height}`);
  return [...new Set(texts)].join(' to ');
}

async function look(path: string): Promise<Seen | undefined> {
  try {
    const size = claimedSize(await readFile(path), path);
    return size && { ...size, colour: size.channels > 1 };
  } catch (error) {
    if (isSpeilError(error) || (error as NodeJS.ErrnoException).code !== undefined)
      return undefined;
    throw error;
  }
}
