/**
 * The first step of every command of the repository: checks the version of Node, and installs packages according to the
 * lockfile. Plain JavaScript without dependencies, since it runs before they are installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const onWindows = process.platform === 'win32';
const marker = join(root, 'node_modules', '.speil-installed');

/** Ends the process with a one-line message if Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Speil needs Node 20.19 or newer. This is Node ${process.versions.node}.`);
  process.exit(1);
}

/** Installs the packages of the lockfile, unless they are installed already. */
export function ensureInstalled() {
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  const wanted = createHash('sha256').update(lockfile).digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  console.error('Installing packages (npm ci) ...');
  const { status } = runNpm(['ci', '--no-audit', '--no-fund', '--prefer-offline']);
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(marker, wanted);
}

export function runNpm(args, cwd = root) {
  return spawnSync(onWindows ? 'npm.cmd' : 'npm', args, {
    cwd,
    stdio: ['ignore', 2, 2],
    shell: onWindows,
  });
}

/**
 * Runs a package's command from node_modules.
 * @param {object} [options]
 * @param {Record<string, string>} [options.env] in addition to the process's own.
 * @param {(text: string) => void} [options.write] receives its output. Default: stderr.
 * @returns {Promise<number>} its exit code.
 */
export function runBin(name, args, options = {}) {
  const bin = join(root, 'node_modules', '.bin', onWindows ? `${name}.cmd` : name);
  return runProgram(bin, args, { ...options, shell: onWindows });
}

/** Runs a program, as `runBin` does. */
export function runProgram(program, args, { env = {}, cwd = root, write, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      stdio: write === undefined ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      shell,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => write(text));
    }
    child.on('close', (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
  });
}

/** Settings for nx in scripts: no daemon, no terminal user interface, no telemetry. */
export const nxEnv = {
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_NO_CLOUD: 'true',
  NEXT_TELEMETRY_DISABLED: '1',
};
