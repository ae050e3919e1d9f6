/** What the journeys stand on: the built site on a free port, and a real Chromium (tools/lib/browser.mjs finds it). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { browserFlags, findBrowser } from '../../../tools/lib/browser.mjs';
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  BrowserServer,
  Page,
} from 'playwright-core';

const serverFile = path.join(import.meta.dirname, '../../../tools/serve.mjs');
export const outFolder = path.join(import.meta.dirname, '../out');

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1440, height: 900 };

/** Both themes at both sizes. */
export const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [phone, desktop].map((viewport) => ({ colorScheme, viewport })),
);

/** A name that the browser takes for a machine of a local network: plain http to it is not safe, as to localhost it is. */
const lanHost = 'classroom.test';

export interface Site {
  readonly url: string;
  /** The same site by an address that is not localhost. */
  readonly lanUrl: string;
  readonly browser: Browser;
  /** Lets the pages' processes, workers included, run a share `1 / factor` of the time. @returns a stop. */
  slowDown(factor: number): () => void;
  /** Stops the server; the browser stays. */
  goOffline(): Promise<void>;
  close(): Promise<void>;
}

export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console, exceptions, failed requests, policy violations: what should not be. */
  readonly complaints: string[];
}

export async function openSite(): Promise<Site> {
  if (!existsSync(path.join(outFolder, 'index.html'))) {
    throw new Error('The journeys need a built site. Run: npm run build -w @speil/playground');
  }
  const server = await startServer();
  const browserServer = await chromium.launchServer({
    executablePath: await executable(),
    args: [...browserFlags, `--host-resolver-rules=MAP ${lanHost} 127.0.0.1`],
  });
  const browser = await chromium.connect(browserServer.wsEndpoint());
  let online = true;
  const goOffline = async (): Promise<void> => {
    if (online) await server.stop();
    online = false;
  };
  return {
    url: server.url,
    lanUrl: server.url.replace('localhost', lanHost),
    browser,
    slowDown: (factor) => slowDown(browserServer, factor),
    goOffline,
    async close() {
      await browser.close();
      await browserServer.close();
      await goOffline();
    },
  };
}

/** What the present journey has opened. A page that is left open goes on moving, and takes its share of the machine. */
const visits: BrowserContext[] = [];

/** Before a journey: what was opened until now, for all of a file's journeys, stays open. */
export function keepVisits(): void {
  visits.length = 0;
}

export async function closeVisits(): Promise<void> {
  await Promise.all(visits.splice(0).map((context) => context.close()));
}

/** A fresh profile with one page; nothing is cached. It is closed when the journey ends. */
export async function visit(site: Site, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await site.browser.newContext({ viewport: desktop, ...options });
  visits.push(context);
  // A busy machine is slow; what hangs is ended by the test's own limit.
  context.setDefaultTimeout(300_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  // What a page still loads when it is left is given up, which is no failure of the page.
  let isLeaving = false;
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) isLeaving = true;
  });
  page.on('domcontentloaded', () => {
    isLeaving = false;
  });
  page.on('requestfailed', (request) => {
    const isGivenUp = isLeaving || request.url().endsWith('/icon.svg');
    if (isGivenUp && request.failure()?.errorText === 'net::ERR_ABORTED') return;
    complaints.push(`failed: ${request.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      // Reaches `pageerror` above, by way of the page.
      setTimeout(() => {
        throw new Error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
  });
  return { page, complaints };
}

/** Waits until the first digit has been decoded in the page. */
export async function untilAlive(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[data-alive="true"]') !== null);
}

/** The mirror's picture: equal texts, equal digits. */
export async function reconstructionOf(page: Page): Promise<string> {
  return await page
    .locator('[data-reconstruction] canvas')
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

/** The cursor's two numbers, as the sliders show them. */
export async function cursorOf(page: Page): Promise<{ x: number; y: number }> {
  const [x, y] = await page
    .locator('[data-place] input')
    .evaluateAll((inputs) => inputs.map((input) => Number((input as HTMLInputElement).value)));
  return { x: x ?? NaN, y: y ?? NaN };
}

/** The middle of the plane that is shown. */
export async function middleOf(page: Page): Promise<{ x: number; y: number }> {
  const [x, y] = await page.locator('[data-place] input').evaluateAll((inputs) =>
    inputs.map((input) => {
      const { min, max } = input as HTMLInputElement;
      return (Number(min) + Number(max)) / 2;
    }),
  );
  return { x: x ?? NaN, y: y ?? NaN };
}

/** A place on an element, by shares of its width and height. */
export async function placeOn(
  page: Page,
  selector: string,
  [across, down]: readonly [number, number],
): Promise<{ x: number; y: number }> {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`There is no ${selector} on the page.`);
  return { x: box.x + across * box.width, y: box.y + down * box.height };
}

/** What axe finds against WCAG and good practice. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    // Without a second page, which it opens to sum up what frames of other origins say: there are none.
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Elements that stand out of the window to either side. */
export async function cutOff(page: Page): Promise<readonly string[]> {
  return await page.locator('main *, header *, footer *').evaluateAll((elements) =>
    elements.flatMap((element) => {
      const { left, right, width: own } = element.getBoundingClientRect();
      const inside = left >= -1 && right <= document.documentElement.clientWidth + 1;
      const spoken = element.closest('.spoken') !== null;
      return own === 0 || inside || spoken ? [] : [element.outerHTML.slice(0, 200)];
    }),
  );
}

/** Controls below what WCAG 2.5.8 asks, 24 by 24 pixels, or more where more is promised. */
export async function tooSmall(
  page: Page,
  controls = 'main :is(button, input, a), header :is(button, a)',
  least = 24,
): Promise<readonly string[]> {
  return await page.locator(controls).evaluateAll(
    (elements, side) =>
      elements.flatMap((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width > 0 && (width < side || height < side) ? [element.outerHTML] : [];
      }),
    least,
  );
}

/** The server of `npm start`, as a process of its own, on a free port. */
export async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = spawn(process.execPath, [serverFile, outFolder, '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  server.stdout.setEncoding('utf8');
  for await (const text of server.stdout as AsyncIterable<string>) {
    said += text;
    const url = /http:\/\/localhost:\d+/u.exec(said)?.[0];
    if (url === undefined) continue;
    return {
      url,
      async stop() {
        server.kill();
        await once(server, 'exit');
      },
    };
  }
  throw new Error(`The server ended before it said where it is. It said: ${said}`);
}

async function executable(): Promise<string> {
  const found = await findBrowser();
  if (found === undefined) {
    throw new Error(
      'No Chromium was found. Set PLAYWRIGHT_CHROMIUM to one, or run: npx playwright-core install chromium',
    );
  }
  return found;
}

/**
 * Stops and continues the pages' processes in turn, workers included; DevTools' own throttle leaves workers at full
 * speed. Timers are late on a busy machine, so each stop makes up for what the last turns ran too long.
 */
function slowDown(server: BrowserServer, factor: number): () => void {
  const { pid: browser } = server.process();
  if (browser === undefined) throw new Error('The browser has no process to slow down.');
  let stopped: readonly number[] = [];
  let timer: ReturnType<typeof setTimeout>;
  let turned = performance.now();
  /** Milliseconds by which they have been stopped too short. */
  let owed = 0;
  const sinceTurn = (): number => {
    const before = turned;
    turned = performance.now();
    return turned - before;
  };
  const stop = (): void => {
    owed += sinceTurn() * (factor - 1);
    stopped = pageProcesses(browser).filter((pid) => signal(pid, 'SIGSTOP'));
    timer = setTimeout(go, owed);
  };
  const go = (): void => {
    owed -= sinceTurn();
    for (const pid of stopped) signal(pid, 'SIGCONT');
    timer = setTimeout(stop, 4);
  };
  timer = setTimeout(stop, 4);
  return () => {
    clearTimeout(timer);
    for (const pid of stopped) signal(pid, 'SIGCONT');
  };
}

/** The browser's renderers where /proc tells them apart; elsewhere the browser's whole process group. */
function pageProcesses(browser: number): number[] {
  if (!existsSync('/proc/self/stat')) return [-browser];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        // pid (name) state parent group ...: the name may hold anything but a last bracket.
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const group = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
        if (group !== browser) return false;
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
      } catch {
        return false; // It has ended meanwhile.
      }
    });
}

/** @returns false when the process has ended. */
function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
