/** Renders notes to a sound file, one second at a time, so that progress is visible and Ctrl-C takes effect. */
import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from '@speil/api';
import { renderPieces, wavHeader, wavSamples, type Rendering } from '@speil/music/notes';
import type { Io } from '../../io/io.js';
import { writePieces } from '../../files/files.js';
import { readNotesFile } from './notes-file.js';

export interface SoundRequest {
  /** The file of notes. */
  readonly file: string;
  /** The sound file. */
  readonly out: string;
  readonly sampleRate: number;
  readonly signal: AbortSignal;
}

export interface WrittenSound {
  readonly seconds: number;
  /** False if there are no notes. The command then says that the sound is silent. */
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
  if (!sounds) io.err(`${file} has no notes: the sound is silent.`);
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
    // Signals are handled between two turns of the event loop.
    await setImmediate();
    throwIfAborted(signal);
  }
}
