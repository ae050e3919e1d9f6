/** Plays a sound file with one of the players that the machine has. */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { NotFoundError, StorageError, throwIfAborted } from '@speil/api';
import type { Io } from '../../io/io.js';

interface Player {
  readonly name: string;
  /** Arguments before the file, which make the player print nothing and exit at the end. */
  readonly args: readonly string[];
}

/** The players in the order in which they are tried, since an installed player may have no device. */
const players: readonly Player[] = [
  { name: 'paplay', args: [] },
  { name: 'aplay', args: ['-q'] },
  { name: 'afplay', args: [] },
  { name: 'play', args: ['-q'] },
  { name: 'ffplay', args: ['-nodisp', '-autoexit', '-loglevel', 'error'] },
];

/** @param source the file of notes, for the error message. @throws NotFoundError if the machine has no player. */
export function findPlayers(source: string, env: Io['env']): readonly FoundPlayer[] {
  const found = playersOn(env);
  if (found.length > 0) return found;
  const names = players.map(({ name }) => name).join(', ');
  throw new NotFoundError(
    `There is no player for sound files here (looked for ${names}). Write a sound file instead: speil render ${source} -o sound.wav`,
  );
}

export interface FoundPlayer extends Player {
  readonly program: string;
}

/**
 * Tries one player after the other. @returns the name of the first player that plays the file. @throws StorageError if
 * none does.
 */
export async function playSound(
  here: readonly FoundPlayer[],
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
    `The sound could not be played (${failed.join('; ')}). Write a file instead: speil render.`,
  );
}

/** Players that are on PATH. */
function playersOn(env: Io['env']): readonly FoundPlayer[] {
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

/** @returns why it failed; undefined if it played. */
async function run(
  { program, args }: FoundPlayer,
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
  // A player without a device may report that and still end with code 0.
  if (code === 0 && reason === '') return undefined;
  return reason === '' ? `it ended with ${code}` : reason;
}
