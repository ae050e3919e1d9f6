/** `speil render`: notes as sound. */
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { listenForInterruption } from '../cli/signals.js';
import { writeSound } from './sound.js';

interface RenderOptions {
  readonly rate: number;
  readonly out: string;
  readonly json?: boolean;
}

export async function render(file: string, given: object, io: Io): Promise<ExitCode> {
  const { rate, out, json } = given as RenderOptions;
  const interruption = listenForInterruption();
  try {
    const { signal } = interruption;
    const { seconds } = await writeSound({ file, out, sampleRate: rate, signal }, io);
    if (json) io.out(JSON.stringify({ files: [out], seconds, rate }));
    else io.out(`${out}: ${seconds.toFixed(1)} seconds`);
    return exitCodes.done;
  } finally {
    interruption.stop();
  }
}
