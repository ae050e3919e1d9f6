/** Processes that are killed while their compiler runs: nothing of them stays, and the next one compiles as usual. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findToolchain } from './toolchain.js';

const script = fileURLToPath(new URL('../testing/compile-and-run.mjs', import.meta.url));
const toolchain = await findToolchain();

/** Names of what is in a cache, without the checksums' keys. */
const kindsIn = (cache: string): string[] =>
  fs
    .readdirSync(cache)
    .map((name) => name.replace(/^[0-9a-f]{64}/u, 'KEY'))
    .sort();
/** 64 elements, each of 8 times 4 times 4. */
const right = '8192\n';
const aProgram = ['KEY.node', 'KEY.node.sha256'];

function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'native-kill-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * A compiler that says the same of itself as the real one, but runs `before` instead, writes its process number to the file
 * `started`, and waits.
 */
function stallingCompiler(folder: string, before: string): string {
  const file = path.join(folder, 'stalling-cc');
  const text = `#!/bin/sh
case "$*" in --version) exec ${toolchain!.command} --version ;; esac
${before}
echo $$ > ${folder}/number
mv ${folder}/number ${folder}/started
sleep 600`;
  fs.writeFileSync(file, text, { mode: 0o755 });
  return file;
}

function start(cache: string, env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [script, cache], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** What a process with the real compiler prints. */
async function output(cache: string): Promise<string> {
  const child = start(cache);
  let text = '';
  child.stdout!.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  return text;
}

function isAlive(processNumber: number): boolean {
  try {
    process.kill(processNumber, 0);
    // A process that has ended stays in the table for as long as nobody asks how.
    const hasTable = fs.existsSync('/proc/self/stat');
    return !hasTable || !/\) Z /u.test(fs.readFileSync(`/proc/${processNumber}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe.skipIf(toolchain === undefined)('kill -9 of a process', () => {
  it.each([
    ['before its compiler has written anything', ''],
    [
      'when its compiler has written half of a file',
      'head -c 4000 "$(command -v cat)" > program.node; echo half > cc1234.s',
    ],
  ])(
    '%s also ends the compiler and leaves no file, and the next process is right',
    async (_, before) => {
      const folder = temporaryFolder();
      const cache = path.join(folder, 'cache');
      const killed = start(cache, { CC: stallingCompiler(folder, before) });
      const started = path.join(folder, 'started');
      await expect.poll(() => fs.existsSync(started)).toBe(true);
      const compiler = Number(fs.readFileSync(started, 'utf8'));
      expect(isAlive(compiler)).toBe(true);
      expect(kindsIn(cache)).toHaveLength(1);
      killed.kill('SIGKILL');
      await once(killed, 'exit');
      await expect.poll(() => isAlive(compiler)).toBe(false);
      await expect.poll(() => kindsIn(cache)).toEqual([]);
      expect(await output(cache)).toBe(right);
      expect(kindsIn(cache)).toEqual(aProgram);
    },
  );

  it('together with its compiler leaves a folder, which a later compilation deletes', async () => {
    const cache = temporaryFolder();
    const [abandoned, current] = ['speil-making-abandoned', 'speil-making-current'].map((name) => {
      const folder = path.join(cache, name);
      fs.mkdirSync(folder);
      fs.writeFileSync(path.join(folder, 'program.c'), 'half of a progr');
      return folder;
    });
    const anHourBefore = Date.now() / 1000 - 3600;
    fs.utimesSync(abandoned!, anHourBefore, anHourBefore);
    expect(await output(cache)).toBe(right);
    // Another process may still work in a folder that is young.
    expect(kindsIn(cache)).toEqual([...aProgram, path.basename(current!)]);
  });

  it('after it has written the checksum, but not yet the program, lets the next one compile', async () => {
    const cache = temporaryFolder();
    await output(cache);
    const program = fs.readdirSync(cache).find((name) => name.endsWith('.node'))!;
    fs.rmSync(path.join(cache, program));
    expect(await output(cache)).toBe(right);
    expect(kindsIn(cache)).toEqual(aProgram);
  });
});
