/**
 * What every command of the repository's top does first: a Node that is new enough, and packages that are installed as
 * the lockfile says. Plain JavaScript without a dependency: it runs before there are any.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const marker = join(root, 'node_modules', '.speil-installed');

/** Ends the process with one line where Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Speil needs Node 20.19 or newer. This is Node ${process.versions.node}.`);
  process.exit(1);
}

/** Installs what the lockfile names, unless that is what is there. */
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
  const onWindows = process.platform === 'win32';
  return spawnSync(onWindows ? 'npm.cmd' : 'npm', args, {
    cwd,
    stdio: ['ignore', 2, 2],
    shell: onWindows,
  });
}

/** Runs a package's command from node_modules. @returns its exit code. */
export function runBin(name, args, { env = {}, cwd = root, stdout = 2 } = {}) {
  return new Promise((resolve) => {
    const bin = join(
      root,
      'node_modules',
      '.bin',
      process.platform === 'win32' ? `${name}.cmd` : name,
    );
    const child = spawn(bin, args, {
      cwd,
      stdio: ['ignore', stdout, 2],
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    });
    child.on('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
  });
}

/** Settings for nx in scripts: no daemon left behind, no terminal pictures, nothing sent anywhere. */
export const nxEnv = {
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_NO_CLOUD: 'true',
  NEXT_TELEMETRY_DISABLED: '1',
};
