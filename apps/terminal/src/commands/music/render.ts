/** `speil render`. */
import { argument, defineCommand, optionWithDefault, requiredOption } from '../../cli/command.js';
import { notesFile } from '../../cli/help.js';
import { json } from '../../cli/options.js';
import { outputEndingIn, wholeNumber } from '../../cli/parsers.js';
import { exitCodes } from '../../io/exit.js';
import { listenForInterruption } from '../../io/signals.js';

export const render = defineCommand({
  name: 'render',
  description: 'Synthesise notes to a WAV file.',
  arguments: [argument('<file>', notesFile)],
  options: {
    rate: optionWithDefault('--rate <n>', 'sample rate in Hz', wholeNumber(8000, 96_000), 44_100),
    out: requiredOption('-o, --out <file>', 'the WAV file', outputEndingIn('.wav')),
    json,
  },
  examples: ['speil render song.mid -o song.wav'],
  async run([file], { rate, out, json }, io) {
    const { writeSound } = await import('../../domains/music/sound.js');
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
  },
});
