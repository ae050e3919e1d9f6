/** Starts the real command as a person would, on tiny runs. */
import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readStatus } from '@speil/runs';
import { onTestFinished } from 'vitest';

export const bin = fileURLToPath(new URL('../bin/speil.js', import.meta.url));

/** A training that is over in a second: the dense network on 256 of the embedded digits. */
export const tiny = ['mnist-dense-vae', '--data', 'mnist-10k', '--limit', '256', '--epochs', '1'];

/** A training that continues until it is stopped: eight steps per epoch, a picture every ten steps. */
export const endless = [
  ...[...tiny.slice(0, -1), '10000', '--batch', '32', '--checkpoint-every', '20'],
  ...['--set', 'sampleEverySteps=10'],
];

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly done: Promise<Outcome>;
  /** The output on stderr so far. */
  readonly stderr: () => string;
}

/** A folder that is removed after the test. */
export function workFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-journey-'));
  // A trainer that has just been killed may still be writing a file.
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

/** Starts `speil`. If it is still running after the test, it is killed. */
export function start(cwd: string, args: readonly string[], options: SpawnOptions = {}): Running {
  const running = launch(cwd, args, options);
  onTestFinished(() => void running.child.kill('SIGKILL'));
  return running;
}

/** Runs `speil` until it ends. */
export function speil(
  cwd: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<Outcome> {
  return launch(cwd, args, options).done;
}

function launch(cwd: string, args: readonly string[], options: SpawnOptions): Running {
  const { env, ...rest } = options;
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { ...process.env, SPEIL_DATA: undefined, FORCE_COLOR: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...rest,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const done = once(child, 'close').then(([code]: (number | null)[]) => ({
    code: code ?? null,
    stdout,
    stderr,
  }));
  return { child, done, stderr: () => stderr };
}

/** The JSON value in the last line of stdout. */
export function lastJson({ stdout }: Outcome): unknown {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1)!);
}

/** Waits until a condition is met. The timeout of the test is the only limit. */
export async function until<T>(find: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    await sleep(25);
  }
}

/** Waits until a run has done some steps. @returns its trainer's process. */
export async function stepsDone(run: string, steps: number): Promise<number> {
  const { pid } = await until(() => {
    const status = readStatus(run);
    const line =
      fs.existsSync(path.join(run, 'metrics.jsonl')) && logOf(run).includes(`"step":${steps},`);
    return line && status;
  });
  endWithTest(pid);
  return pid;
}

export function logOf(run: string): string {
  return fs.readFileSync(path.join(run, 'metrics.jsonl'), 'utf8');
}

/** Kills a trainer that a test would leave behind. */
export function endWithTest(pid: number): void {
  onTestFinished(() => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // The trainer has already ended by itself.
      return;
    }
  });
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

export function hasProgram(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}

/** The number of repetitions of a long campaign: a twentieth, or all of them with SPEIL_SOAK=1. */
export function campaign(whole: number): number {
  return process.env['SPEIL_SOAK'] === '1' ? whole : Math.ceil(whole / 20);
}
