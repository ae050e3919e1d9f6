/** `speil render`: notes as sound. */
import { renderNotes, writeWav } from '@speil/music';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { writeBytes } from './files.js';
import { readNotesFile } from './notes.js';

interface RenderOptions {
  readonly rate: number;
  readonly out: string;
  readonly json?: boolean;
}

export async function render(file: string, given: object, io: Io): Promise<ExitCode> {
  const { rate, out, json } = given as RenderOptions;
  io.progress.update('rendering');
  const samples = renderNotes(await readNotesFile(file, io), { sampleRate: rate });
  const written = writeBytes(out, writeWav(samples, rate), io);
  const seconds = samples.length / rate;
  if (json) io.out(JSON.stringify({ files: [written], seconds, rate }));
  else io.out(`${written}: ${seconds.toFixed(1)} seconds`);
  return exitCodes.done;
}
