/** `speil play`: notes as sound, by whichever player of sound files the machine has. */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { NotFoundError, StorageError, throwIfAborted } from '@speil/api';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { listenForInterruption } from '../cli/signals.js';
import { formatDuration } from '../report/format.js';
import { writeSound } from './sound.js';

interface PlayOptions {
  readonly json?: boolean;
}

interface Player {
  readonly name: string;
  /** What it takes before the file, so that it says nothing and ends. */
  readonly args: readonly string[];
}

/** In the order in which they are tried: one that is there may have nothing to play on. */
const players: readonly Player[] = [
  { name: 'paplay', args: [] },
  { name: 'aplay', args: ['-q'] },
  { name: 'afplay', args: [] },
  { name: 'play', args: ['-q'] },
  { name: 'ffplay', args: ['-nodisp', '-autoexit', '-loglevel', 'error'] },
];

const sampleRate = 44_100;

/** @throws NotFoundError where the machine has no player; StorageError where none of them can. */
export async function play(file: string, given: object, io: Io): Promise<ExitCode> {
  const { json } = given as PlayOptions;
  const here = playersOn(io.env);
  if (here.length === 0) {
    const names = players.map(({ name }) => name).join(', ');
    throw new NotFoundError(
      `There is no player of sound files here (looked for ${names}). Write one instead: speil render ${file} -o sound.wav`,
    );
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-play-'));
  const interruption = listenForInterruption();
  try {
    const { signal } = interruption;
    const wav = path.join(folder, 'sound.wav');
    const { seconds, sounds } = await writeSound({ file, out: wav, sampleRate, signal }, io);
    io.progress.end();
    if (!json && sounds) io.err(`${file}: ${formatDuration(seconds)}`);
    const player = sounds ? await playByOne(here, wav, signal) : null;
    if (json) io.out(JSON.stringify({ file, seconds, player }));
    return exitCodes.done;
  } finally {
    interruption.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

interface Found extends Player {
  readonly program: string;
}

/** @returns the name of the first that could. */
async function playByOne(
  here: readonly Found[],
  wav: string,
  signal: AbortSignal,
): Promise<string> {
  const failed: string[] = [];
  for (const player of here) {
    const reason = await run(player, wav, signal);
    if (reason === undefined) return player.name;
    failed.push(`${player.name}: ${reason}`);
  }
  throw new StorageError(
    `It could not be played (${failed.join('; ')}). Write a file instead: speil render.`,
  );
}

/** Players that are on PATH. */
function playersOn(env: Io['env']): readonly Found[] {
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return players.flatMap((player) => {
    const program = folders.map((folder) => path.join(folder, player.name)).find(isProgram);
    return program === undefined ? [] : [{ ...player, program }];
  });
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** @returns why it could not; undefined where it did. */
async function run(
  { program, args }: Found,
  wav: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  throwIfAborted(signal);
  const child = spawn(program, [...args, wav], { stdio: ['ignore', 'ignore', 'pipe'] });
  const stop = (): void => void child.kill();
  signal.addEventListener('abort', stop);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (said.length < 1000) said += chunk.toString();
  });
  const code = await new Promise<number | string | null>((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('close', resolve);
  });
  signal.removeEventListener('abort', stop);
  throwIfAborted(signal);
  const [reason = ''] = said.trim().split('\n');
  // A player without a device may say so and end as if all were well.
  if (code === 0 && reason === '') return undefined;
  return reason === '' ? `it ended with ${code}` : reason;
}
