/**
 * A Chromium for the browser journeys: PLAYWRIGHT_CHROMIUM, then the system's, then Playwright's own. Where there is none,
 * CI installs one; a person gets the one command to run.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const systemPath = '/usr/bin/chromium';
const ownInstall = ['npx', 'playwright-core', 'install', 'chromium'];

/** @returns the browser's path, or undefined. */
export async function findBrowser() {
  const named = process.env.PLAYWRIGHT_CHROMIUM;
  if (named) return existsSync(named) ? named : undefined;
  if (existsSync(systemPath)) return systemPath;
  const { chromium } = await import('playwright-core');
  const own = chromium.executablePath();
  return existsSync(own) ? own : undefined;
}

/** Finds a browser, installs one in CI, or says how to. @returns its path, or undefined. */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found !== undefined) return found;
  if (process.env.CI !== 'true') {
    console.error(`No Chromium was found for the browser tests. Run: ${ownInstall.join(' ')}`);
    return undefined;
  }
  const commands = isRootOnDebian()
    ? [
        ['apt-get', 'update'],
        ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
      ]
    : [ownInstall];
  for (const [command, ...args] of commands) {
    spawnSync(command, args, {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  return findBrowser();
}

/** Tools that some journeys use where they are; in CI on Debian they are brought. */
export function ensureTerminalTools() {
  if (process.env.CI !== 'true' || !isRootOnDebian() || existsSync('/usr/bin/tmux')) return;
  spawnSync('apt-get', ['update'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'tmux'], {
    stdio: ['ignore', 2, 2],
  });
}

function isRootOnDebian() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}
