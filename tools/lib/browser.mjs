/**
 * Finds a Chromium for the browser journeys: an installed one or, if there is none, a downloaded one. A browser counts
 * only if it starts and shows a page.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { bundledChromium, unpackBundledChromium } from './bundled-chromium.mjs';
import { root } from './setup.mjs';

/** Paths of Chromium-based browsers, by system. */
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
 * Features of Chromium that the journeys do not need. Every new window starts pages for the address bar's suggestions,
 * which take as much processor time as the page itself. The others contact foreign servers or redirect http to https.
 * Playwright turns those off too, but Chromium uses only the last of two such flags, so that this list must name them
 * as well.
 */
const unneededFeatures = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxFullPopup', 'WebUIOmniboxAimPopup', 'InitialWebUI'],
  ...['PreloadTopChromeWebUI', 'AimEnabled', 'LensOverlay', 'MediaRouter', 'OptimizationHints'],
  ...['HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'NetworkTimeServiceQuerying'],
  ...['PreconnectToSearch', 'PaintHolding', 'AvoidUnnecessaryBeforeUnloadCheckSync'],
  'DestroyProfileOnBrowserClose',
];

/** Command-line flags of the journeys. */
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

/** Playwright's installed browsers: the headless shell, and the full browser. */
async function playwrightsOwn() {
  const { chromium } = await import('playwright-core');
  const whole = chromium.executablePath();
  return [shellBeside(whole), whole].filter((file) => existsSync(file));
}

/**
 * The browser that `playwright-core install --only-shell chromium` installs. Playwright reports only the path of the
 * full browser. The shell is in a sibling folder.
 *
 * @param {string} whole a path such as `ms-playwright/chromium-1255/chrome-linux64/chrome`.
 * @returns {string} the path of the shell, or an empty string.
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
 * Candidate paths of a browser. Headless ones come first, since they take two thirds of the processor time of the
 * others. If PLAYWRIGHT_CHROMIUM is set, it is the only candidate.
 */
async function candidates() {
  const named = process.env.PLAYWRIGHT_CHROMIUM;
  return named ? [named] : [bundledChromium, ...(await playwrightsOwn()), ...systemPaths];
}

/** @returns the path of an installed browser, or undefined. */
export async function findBrowser() {
  return (await candidates()).find((file) => existsSync(file));
}

/** Ways to install a browser, tried in this order until one starts. */
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
 * Finds or installs a browser.
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<string | undefined>} its path, or undefined if none is available.
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

/**
 * Programs that some journeys need. CI installs them on Debian. Where they are missing, those journeys are skipped, and
 * the report names them.
 */
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
  // One by one, since a package that this release of Debian lacks must not prevent the others.
  for (const name of names) run('apt-get', ['install', '-y', '--no-install-recommends', name], env);
}

function run(command, args, env = process.env) {
  spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: 10 * minutes, env });
}

function isRootOnDebian() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}
