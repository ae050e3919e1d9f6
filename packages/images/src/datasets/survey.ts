/**
 * Describes in one line the pictures of a folder and how they are converted. A model takes only one size, so users must
 * know if their pictures have another size.
 */
import { readFile } from 'node:fs/promises';
import { isSpeilError, type PictureFit } from '@speil/api';
import { readClaimedSize } from '../pictures/claimed-size.js';

/** Maximum number of pictures that are inspected, evenly spread over the folder. */
const most = 500;

export interface Inspected {
  readonly width: number;
  readonly height: number;
  readonly colour: boolean;
}

/**
 * @param paths the paths of PNG and JPEG files. Files that cannot be read are ignored here, because the decoder reports
 *   them.
 * @param shape `[height, width, channels]` of the converted pictures.
 * @returns a text such as `60 pictures, 64x64 to 128x128, colour -> 28x28 grey (stretched)`.
 */
export async function surveyPictures(
  paths: readonly string[],
  shape: readonly number[],
  fit: PictureFit = 'stretch',
): Promise<string> {
  return describeSurvey(paths.length, await inspectPictures(paths), shape, fit);
}

/** Reads the headers of files, evenly spread over the list; files that cannot be read are ignored. */
export async function inspectPictures(paths: readonly string[]): Promise<readonly Inspected[]> {
  const every = Math.ceil(paths.length / most);
  const inspected: Inspected[] = [];
  for (const path of paths.filter((_, i) => i % every === 0)) {
    const one = await inspect(path);
    if (one !== undefined) inspected.push(one);
  }
  return inspected;
}

export function describeSurvey(
  count: number,
  inspected: readonly Inspected[],
  [height = 1, width = 1, channels = 1]: readonly number[],
  fit: PictureFit = 'stretch',
): string {
  const pictures = `${formatCount(count)} picture${count === 1 ? '' : 's'}`;
  const made = `${width}x${height} ${channels === 1 ? 'grey' : 'colour'}`;
  if (inspected.length === 0) return `${pictures} -> ${made}`;
  const colours = inspected.filter(({ colour }) => colour).length;
  const kind =
    colours === 0 ? 'grey' : colours === inspected.length ? 'colour' : 'some grey, some in colour';
  const size = describeSizes(inspected);
  const found = `${pictures}, ${size}, ${kind}`;
  if (size === `${width}x${height}` && kind === (channels === 1 ? 'grey' : 'colour')) return found;
  const odd = inspected.filter((one) => one.width * height !== one.height * width).length;
  const done = { stretch: 'stretched', pad: 'padded', crop: 'cropped' }[fit];
  if (odd === 0) return `${found} -> ${made}`;
  // If only some of the pictures were inspected, it is not known how many of all they are.
  const some = inspected.length === count ? `${formatCount(odd)} of ${formatCount(count)}` : 'some';
  return `${found} -> ${made} (${odd === inspected.length ? '' : `${some} `}${done})`;
}

function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** The smallest and the largest size, by area. */
function describeSizes(inspected: readonly Inspected[]): string {
  const sorted = [...inspected].sort((a, b) => a.width * a.height - b.width * b.height);
  const texts = [sorted[0]!, sorted.at(-1)!].map(({ width, height }) => `${width}x${height}`);
  return [...new Set(texts)].join(' to ');
}

async function inspect(path: string): Promise<Inspected | undefined> {
  try {
    const size = readClaimedSize(await readFile(path), path);
    return size && { ...size, colour: size.channels > 1 };
  } catch (error) {
    if (isSpeilError(error) || (error as NodeJS.ErrnoException).code !== undefined)
      return undefined;
    throw error;
  }
}
