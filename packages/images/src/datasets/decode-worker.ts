/** The thread of a decoder: decodes the picture files that it receives, one after the other. */
import { parentPort } from 'node:worker_threads';
import { isSpeilError } from '@speil/api';
import { decodeFileToFit } from './decode-file.js';
import type { DecodeAnswer, DecodeTask } from './decoders.js';

const port = parentPort!;
port.on('message', (task: DecodeTask) => void answer(task));

async function answer({ id, bytes, what, shape, fit }: DecodeTask): Promise<void> {
  try {
    const { pixels } = await decodeFileToFit(bytes, what, shape, fit);
    // A copy of its own: the pixels may be a part of a larger buffer.
    const own = Uint8Array.from(pixels);
    port.postMessage({ id, pixels: own } satisfies DecodeAnswer, [own.buffer]);
  } catch (error) {
    const { message } = error as Error;
    port.postMessage({ id, message, isBroken: isSpeilError(error) } satisfies DecodeAnswer);
  }
}
