/**
 * A Chromium for the browser journeys: the one that is there, else one that this machine can bring. A browser counts when it
 * starts and shows a page; a file of the right name alone does not.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { bundledChromium, unpackBundledChromium } from './bundled-chromium.mjs';
import { root } from './setup.mjs';

/** Where browsers of Chromium's kind lie, system by system. */
const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  `${process.env.PROGRAMFILES}\\Google\\Chrome\\Application\\chrome.exe`,
];

const minutes = 60_000;

/**
 * What a window of Chromium has beside its page: every new one starts pages for the address bar's suggestions, which take as
 * much of the machine as the page itself. The others ask servers that are not ours, or send plain http to https; Playwright
 * turns them off too, but of two such flags the browser takes the last.
 */
const unneededFeatures = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxFullPopup', 'WebUIOmniboxAimPopup', 'InitialWebUI'],
  ...['PreloadTopChromeWebUI', 'AimEnabled', 'LensOverlay', 'MediaRouter', 'OptimizationHints'],
  ...['HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'NetworkTimeServiceQuerying'],
  ...['PreconnectToSearch', 'PaintHolding', 'AvoidUnnecessaryBeforeUnloadCheckSync'],
  'DestroyProfileOnBrowserClose',
];

/** What the journeys start it with. */
export const browserFlags = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${unneededFeatures.join(',')}`,
];

/** @returns whether the file is a browser that shows a page here. */
async function starts(file) {
  if (file === undefined || !existsSync(file)) return false;
  const { chromium } = await import('playwright-core');
  try {
    const browser = await chromium.launch({
      executablePath: file,
      args: browserFlags,
      timeout: 2 * minutes,
    });
    const page = await browser.newPage();
    await page.goto('data:text/html,<p>ready</p>');
    await browser.close();
    return true;
  } catch {
    return false;
  }
}

/** Playwright's own browsers that are there: the shell without a window, and the whole one. */
async function playwrightsOwn() {
  const { chromium } = await import('playwright-core');
  const whole = chromium.executablePath();
  return [shellBeside(whole), whole].filter((file) => existsSync(file));
}

/**
 * The browser that `playwright-core install --only-shell chromium` brings. Playwright tells the path of the whole browser
 * alone: the shell lies in a folder beside that one's.
 *
 * @param {string} whole a path such as `ms-playwright/chromium-1255/chrome-linux64/chrome`.
 * @returns {string} its path, empty where there is none.
 */
export function shellBeside(whole) {
  const folder = dirname(dirname(whole)).replace(/chromium(-\d+)$/u, 'chromium_headless_shell$1');
  if (!existsSync(folder)) return '';
  const found = readdirSync(folder, { recursive: true }).find((name) =>
    /^(chrome-headless-shell|headless_shell)(\.exe)?$/u.test(basename(name)),
  );
  return found === undefined ? '' : join(folder, found);
}

/**
 * Files that may be a browser, those without a window first, which take two thirds of the processor time of the others.
 * PLAYWRIGHT_CHROMIUM, where set, is the only one.
 */
async function candidates() {
  const named = process.env.PLAYWRIGHT_CHROMIUM;
  return named ? [named] : [bundledChromium, ...(await playwrightsOwn()), ...systemPaths];
}

/** @returns the path of a browser that is there, or undefined. */
export async function findBrowser() {
  return (await candidates()).find((file) => existsSync(file));
}

/** Ways to bring a browser, each tried until one starts, in the same order. */
const ways = [
  {
    name: "Playwright's download",
    possible: () => true,
    async bring() {
      const cli = join(root, 'node_modules', 'playwright-core', 'cli.js');
      run(process.execPath, [cli, 'install', '--only-shell', 'chromium']);
      return (await playwrightsOwn())[0];
    },
  },
  {
    name: '@sparticuz/chromium of the npm registry',
    possible: () => process.platform === 'linux' && process.arch === 'x64',
    bring: () => unpackBundledChromium(),
  },
  {
    name: 'apt-get install chromium',
    possible: isRootOnDebian,
    async bring() {
      aptInstall(['chromium']);
      return systemPaths.find((file) => existsSync(file));
    },
  },
];

/**
 * Finds a browser, or brings one.
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<string | undefined>} its path, or undefined where none can be had.
 */
export async function ensureBrowser({ log = (line) => console.error(line) } = {}) {
  for (const file of await candidates()) {
    if (await starts(file)) return file;
  }
  if (process.env.PLAYWRIGHT_CHROMIUM) {
    log(`PLAYWRIGHT_CHROMIUM is no browser that starts: ${process.env.PLAYWRIGHT_CHROMIUM}`);
    return undefined;
  }
  for (const { name, possible, bring } of ways) {
    if (!possible()) continue;
    log(`No Chromium was found. Trying ${name} ...`);
    try {
      const file = await bring();
      if (await starts(file)) return file;
    } catch (error) {
      log(error.message);
    }
  }
  return undefined;
}

/** Programs that some journeys use where they are. In CI on Debian they are brought; elsewhere those journeys are skipped by name. */
export function ensureJourneyTools() {
  if (process.env.CI !== 'true' || !isRootOnDebian()) return;
  const tools = {
    '/usr/bin/tmux': 'tmux',
    '/usr/bin/Xvfb': 'xvfb',
    '/usr/bin/WebKitWebDriver': 'webkit2gtk-driver',
    '/usr/bin/firefox-esr': 'firefox-esr',
  };
  const missing = Object.entries(tools).filter(([file]) => !existsSync(file));
  if (missing.length > 0) aptInstall(missing.map(([, name]) => name));
}

function aptInstall(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update'], env);
  // One by one: a name that a release lacks must not cost the others.
  for (const name of names) run('apt-get', ['install', '-y', '--no-install-recommends', name], env);
}

function run(command, args, env = process.env) {
  spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: 10 * minutes, env });
}

function isRootOnDebian() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}
