/** Decodes picture files in threads of their own, so that a training step does not wait for the pictures of the next one. */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  InvalidFileError,
  NotFoundError,
  StorageError,
  type ErrorCode,
  type PictureFit,
} from '@speil/api';
import type { Place } from './places.js';

export interface DecodeTask {
  readonly id: number;
  /** Where the file's bytes are. The thread reads them. */
  readonly place: Place;
  /** Name of the file, for messages. */
  readonly what: string;
  /** `[height, width, channels]` of the result. */
  readonly shape: readonly number[];
  readonly fit: PictureFit;
}

export type DecodeAnswer =
  | { readonly id: number; readonly pixels: Uint8Array }
  /** @param code of one of Speil's own errors; otherwise the decoder has failed. */
  | { readonly id: number; readonly message: string; readonly code?: ErrorCode };

interface Waiting {
  readonly resolve: (pixels: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

interface Decoder {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

/** The threads take turns with the engine's own: more of them would only compete with it. */
const threads = Math.min(2, availableParallelism());

/** The built file, also if this code runs from its sources, as in tests. */
const script = (): string =>
  join(
    dirname(createRequire(import.meta.url).resolve('@speil/images/package.json')),
    'dist/datasets/decode-worker.js',
  );

let decoders: Decoder[] = [];
let count = 0;

/**
 * Reads a file and decodes it like `decodeFileToFit`, in a thread. The request reaches the thread before this function
 * returns.
 *
 * @returns pixels from 0 to 255, `product(shape)` of them.
 * @throws what `readPlace` throws; InvalidFileError for a file that cannot be decoded.
 */
export function decodeInThread(task: Omit<DecodeTask, 'id'>): Promise<Uint8Array> {
  if (decoders.length < threads) decoders.push(startDecoder());
  const decoder = decoders.reduce((best, one) =>
    one.waiting.size < best.waiting.size ? one : best,
  );
  const id = count++;
  return new Promise((resolve, reject) => {
    // Only a thread that has work keeps the process alive.
    decoder.worker.ref();
    decoder.waiting.set(id, { resolve, reject });
    decoder.worker.postMessage({ ...task, id } satisfies DecodeTask);
  });
}

function startDecoder(): Decoder {
  // Options of the process, such as --input-type, may not suit a thread.
  const worker = new Worker(script(), { execArgv: [] });
  const waiting = new Map<number, Waiting>();
  const decoder = { worker, waiting };
  worker.on('message', (answer: DecodeAnswer) => {
    const { resolve, reject } = waiting.get(answer.id)!;
    waiting.delete(answer.id);
    if (waiting.size === 0) worker.unref();
    if ('pixels' in answer) resolve(answer.pixels);
    else reject(errorOf(answer));
  });
  const fail = (error: Error): void => {
    decoders = decoders.filter((one) => one !== decoder);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`A decoder of pictures ended with code ${code}.`)));
  // After the listeners, which would let an idle thread keep the process alive.
  worker.unref();
  return decoder;
}

/** The errors of a thread arrive as texts, with the code of Speil's own. */
const errors = {
  'invalid-file': InvalidFileError,
  'not-found': NotFoundError,
  storage: StorageError,
} as const satisfies Partial<Record<ErrorCode, unknown>>;

function errorOf({
  message,
  code,
}: {
  readonly message: string;
  readonly code?: ErrorCode;
}): Error {
  const kind = Object.entries(errors).find(([name]) => name === code)?.[1] ?? Error;
  return new kind(message);
}
