/** `speil play`. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { argument, defineCommand } from '../../cli/command.js';
import { notesFile } from '../../cli/help.js';
import { json } from '../../cli/options.js';
import { exitCodes } from '../../io/exit.js';
import { listenForInterruption } from '../../io/signals.js';
import { formatDuration } from '../../report/format.js';

const sampleRate = 44_100;

export const play = defineCommand({
  name: 'play',
  description: 'Play notes with a sound player of this machine.',
  arguments: [argument('<file>', notesFile)],
  options: { json },
  examples: ['speil play song.mid'],
  async run([file], { json }, io) {
    const [{ findPlayers, playSound }, { writeSound }] = await Promise.all([
      import('../../domains/music/players.js'),
      import('../../domains/music/sound.js'),
    ]);
    const players = findPlayers(file, io.env);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-play-'));
    const interruption = listenForInterruption();
    try {
      const { signal } = interruption;
      const wav = path.join(folder, 'sound.wav');
      const { seconds, sounds } = await writeSound({ file, out: wav, sampleRate, signal }, io);
      io.progress.end();
      if (!json && sounds) io.err(`${file}: ${formatDuration(seconds)}`);
      const player = sounds ? await playSound(players, wav, signal) : null;
      if (json) io.out(JSON.stringify({ file, seconds, player }));
      return exitCodes.done;
    } finally {
      interruption.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  },
});
