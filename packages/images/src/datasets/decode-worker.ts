/** The thread of a decoder: reads and decodes the picture files that it receives, one after the other. */
import { parentPort } from 'node:worker_threads';
import { isSpeilError } from '@speil/api';
import { decodeFileToFit } from './decode-file.js';
import type { DecodeAnswer, DecodeTask } from './decoders.js';
import { readPlace } from './places.js';

const port = parentPort!;
/** One file at a time, so that a batch of photographs does not fill the memory. */
let last = Promise.resolve();
port.on('message', (task: DecodeTask) => {
  last = last.then(() => answer(task));
});

async function answer({ id, place, what, shape, fit }: DecodeTask): Promise<void> {
  try {
    const { pixels } = await decodeFileToFit(await readPlace(place), what, shape, fit);
    // A copy of its own: the pixels may be a part of a larger buffer.
    const own = pixels.slice();
    port.postMessage({ id, pixels: own } satisfies DecodeAnswer, [own.buffer]);
  } catch (error) {
    const { message } = error as Error;
    const code = isSpeilError(error) ? { code: error.code } : {};
    port.postMessage({ id, message, ...code } satisfies DecodeAnswer);
  }
}
