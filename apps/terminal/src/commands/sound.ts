/** Notes as a sound file, a second of it at a time: so that a person sees how far it is, and Ctrl-C ends it. */
import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from '@speil/api';
import { renderPieces, wavHeader, wavSamples, type Rendering } from '@speil/music/notes';
import type { Io } from '../cli/io.js';
import { writePieces } from './files.js';
import { readNotesFile } from './notes.js';

export interface SoundRequest {
  /** Of notes. */
  readonly file: string;
  /** Where the sound goes. */
  readonly out: string;
  readonly sampleRate: number;
  readonly signal: AbortSignal;
}

export interface WrittenSound {
  readonly seconds: number;
  /** False where there is no note; a person has been told. */
  readonly sounds: boolean;
}

export async function writeSound(
  { file, out, sampleRate, signal }: SoundRequest,
  io: Io,
): Promise<WrittenSound> {
  io.progress.update('rendering');
  const sequence = await readNotesFile(file, io);
  const rendering = renderPieces(sequence, { sampleRate });
  await writePieces(out, bytesOf(rendering, signal, io), io);
  const sounds = (sequence.notes ?? []).length > 0;
  if (!sounds) io.err(`${file} has no note: nothing sounds.`);
  return { seconds: rendering.length / sampleRate, sounds };
}

async function* bytesOf(
  { length, sampleRate, pieces }: Rendering,
  signal: AbortSignal,
  io: Io,
): AsyncGenerator<Uint8Array, void> {
  yield wavHeader(length, sampleRate);
  let done = 0;
  for (const piece of pieces) {
    yield wavSamples(piece);
    io.progress.update('rendering seconds', ++done, Math.ceil(length / sampleRate));
    // A signal is heard between two turns of the event loop.
    await setImmediate();
    throwIfAborted(signal);
  }
}
