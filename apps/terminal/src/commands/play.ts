/** `speil play`: notes as sound, by whichever player of sound files the machine has. */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { NotFoundError, StorageError, throwIfAborted } from '@speil/api';
import { renderNotes, writeWav } from '@speil/music';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { listenForInterruption } from '../cli/signals.js';
import { formatDuration } from '../report/format.js';
import { readNotesFile } from './notes.js';

interface PlayOptions {
  readonly json?: boolean;
}

interface Player {
  readonly name: string;
  /** What it takes before the file, so that it says nothing and ends. */
  readonly args: readonly string[];
}

/** The first that is there is taken. */
export const players: readonly Player[] = [
  { name: 'paplay', args: [] },
  { name: 'aplay', args: ['-q'] },
  { name: 'afplay', args: [] },
  { name: 'play', args: ['-q'] },
  { name: 'ffplay', args: ['-nodisp', '-autoexit', '-loglevel', 'error'] },
];

const sampleRate = 44_100;

/** @throws NotFoundError where the machine has no player; StorageError where the player fails. */
export async function play(file: string, given: object, io: Io): Promise<ExitCode> {
  const { json } = given as PlayOptions;
  const samples = renderNotes(await readNotesFile(file, io.cwd), { sampleRate });
  const player = findPlayer(io.env);
  if (player === undefined) {
    const names = players.map(({ name }) => name).join(', ');
    throw new NotFoundError(
      `There is no player of sound files here (looked for ${names}). Write one instead: speil render ${file} -o sound.wav`,
    );
  }
  const seconds = samples.length / sampleRate;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-play-'));
  const interruption = listenForInterruption();
  try {
    const wav = path.join(folder, 'sound.wav');
    fs.writeFileSync(wav, writeWav(samples, sampleRate));
    if (!json) io.err(`${file}: ${formatDuration(seconds)}, by ${player.name}`);
    await run(player, wav, interruption.signal);
    if (json) io.out(JSON.stringify({ file, seconds, player: player.name }));
    return exitCodes.done;
  } finally {
    interruption.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the player with the path of its program; undefined where there is none on PATH. */
export function findPlayer(env: Io['env']): (Player & { readonly program: string }) | undefined {
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  for (const player of players) {
    for (const folder of folders) {
      const program = path.join(folder, player.name);
      if (isProgram(program)) return { ...player, program };
    }
  }
  return undefined;
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

async function run(
  { name, program, args }: Player & { readonly program: string },
  wav: string,
  signal: AbortSignal,
): Promise<void> {
  const child = spawn(program, [...args, wav], { stdio: ['ignore', 'ignore', 'pipe'] });
  const stop = (): void => void child.kill();
  signal.addEventListener('abort', stop);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (said.length < 1000) said += chunk.toString();
  });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    throwIfAborted(signal);
    if (code === 0) return;
    const [reason = ''] = said.trim().split('\n');
    throw new StorageError(
      `${name} could not play it${reason === '' ? '' : `: ${reason}`}. Write a file instead: speil render.`,
    );
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
