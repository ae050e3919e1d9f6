/**
 * Large pictures are decoded in a process of their own, which gives back what it took: a JPEG's decoder holds several hundred bytes
 * a block, and of one large file after the other a trainer would grow to 400 MB and stay there. It takes .3 s more a file
 * (docs/benchmarks.md).
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { InvalidFileError, sizeOf, type PictureFit } from '@speil/api';
import type { Picture } from '../picture.js';
import { claimedSize } from '../pictures/claimed-size.js';
import { decodeToFit } from '../pictures/decode.js';

/** Pixels that a file may claim to be decoded here. */
const small = 2 ** 20;

/** Of the child for a file that is no good, whose reason is on its standard error. */
export const refused = 3;

/**
 * As `decodeToFit`, which a page has to use.
 *
 * @throws InvalidFileError for what is neither PNG nor JPEG, too large, or broken.
 */
export function decodeFileToFit(
  bytes: Uint8Array,
  what: string,
  shape: readonly number[],
  fit: PictureFit = 'fill',
): Picture {
  const claimed = claimedSize(bytes, what);
  if (claimed === undefined || claimed.width * claimed.height <= small) {
    return decodeToFit(bytes, what, shape, fit);
  }
  const [height = 1, width = 1, channels = 1] = shape;
  const program = fileURLToPath(new URL('./decode-child.js', import.meta.url));
  // With a small nursery the garbage of blocks is collected as it comes.
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ['--max-semi-space-size=2', program, what, shape.join(), fit],
    { input: bytes, maxBuffer: 2 ** 28, windowsHide: true },
  );
  if (status === refused) throw new InvalidFileError(stderr.toString());
  if (status !== 0 || stdout.length !== sizeOf([height, width, channels])) {
    throw new InvalidFileError(
      `${what} was not decoded: the process for it ended early (${signal ?? `exit code ${status}`}).`,
    );
  }
  return { width, height, channels: channels === 1 ? 1 : 3, pixels: new Uint8Array(stdout) };
}
