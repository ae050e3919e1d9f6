/** The base of all journeys: the built site on a free port, and a real Chromium (found by tools/lib/browser.mjs). */
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

/**
 * A host name that the browser treats as a machine in the local network, so that plain http to it is an insecure
 * context.
 */
const lanHost = 'classroom.test';

export interface Site {
  readonly url: string;
  /** The same site by an address that is not localhost. */
  readonly lanUrl: string;
  readonly browser: Browser;
  /**
   * Lets the processes of the pages, including workers, run for only `1 / factor` of the time.
   *
   * @returns a function that restores their full speed.
   */
  slowDown(factor: number): () => void;
  /** Stops the server; the browser stays open. */
  goOffline(): Promise<void>;
  close(): Promise<void>;
}

export interface Visit {
  readonly page: Page;
  /** Console errors and warnings, exceptions, failed requests and policy violations. There should be none. */
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

/**
 * The contexts that the current journey has opened. They are closed, since an open page takes processor time from later
 * journeys.
 */
const visits: BrowserContext[] = [];

/** Call it before a journey: contexts that were opened earlier, for all journeys of a file, then stay open. */
export function keepVisits(): void {
  visits.length = 0;
}

export async function closeVisits(): Promise<void> {
  await Promise.all(visits.splice(0).map((context) => context.close()));
}

/** Opens a fresh profile with one page and no cache. It is closed when the journey ends. */
export async function visit(site: Site, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await site.browser.newContext({ viewport: desktop, ...options });
  visits.push(context);
  // A busy machine is slow. If something hangs, the timeout of the test ends it.
  context.setDefaultTimeout(300_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    // The browser warns if a preloaded font is not used within a few seconds, as on a busy machine.
    const isSlowness = text.includes(
      'preloaded using link preload but not used within a few seconds',
    );
    if (['error', 'warning'].includes(message.type()) && !isSlowness) complaints.push(text);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  // A request that is cancelled because the page is left is not a failure of the page.
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
      // This reaches the listener for `pageerror` above.
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

/** @returns the decoded or restored digit on screen, as a data URL: equal strings mean equal digits. */
export async function reconstructionOf(page: Page): Promise<string> {
  return await page
    .locator('[data-reconstruction] canvas')
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

/** @returns the two coordinates of the cursor, as the sliders show them. */
export async function cursorOf(page: Page): Promise<{ x: number; y: number }> {
  const [x, y] = await page
    .locator('[data-place] input')
    .evaluateAll((inputs) => inputs.map((input) => Number((input as HTMLInputElement).value)));
  return { x: x ?? NaN, y: y ?? NaN };
}

/** @returns the centre of the visible part of the plane. */
export async function middleOf(page: Page): Promise<{ x: number; y: number }> {
  const [x, y] = await page.locator('[data-place] input').evaluateAll((inputs) =>
    inputs.map((input) => {
      const { min, max } = input as HTMLInputElement;
      return (Number(min) + Number(max)) / 2;
    }),
  );
  return { x: x ?? NaN, y: y ?? NaN };
}

/** @returns a point on an element in CSS pixels, given as shares of its width and height. */
export async function placeOn(
  page: Page,
  selector: string,
  [across, down]: readonly [number, number],
): Promise<{ x: number; y: number }> {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`There is no ${selector} on the page.`);
  return { x: box.x + across * box.width, y: box.y + down * box.height };
}

/** @returns axe's findings against WCAG and good practice. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    // Otherwise axe would open a second page for frames of other origins, and the site has none.
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** @returns the elements that extend beyond the window on either side. */
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

/** @param least the least side in pixels; WCAG 2.5.8 requires 24. @returns the controls that are smaller. */
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

/** Starts the server of `npm start` as its own process, on a free port. */
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
  throw new Error(`The server ended before it printed its address. It printed: ${said}`);
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
 * Stops and continues the processes of the pages in turn, including workers, which the throttle of DevTools leaves at
 * full speed. Timers are late on a busy machine: if the processes have run for too long, the next stop is longer by the
 * excess.
 */
function slowDown(server: BrowserServer, factor: number): () => void {
  const { pid: browser } = server.process();
  if (browser === undefined) throw new Error('The browser has no process to slow down.');
  let stopped: readonly number[] = [];
  let timer: ReturnType<typeof setTimeout>;
  let turned = performance.now();
  /** Milliseconds by which the stops have been too short so far. */
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

/**
 * @returns the renderer processes of the browser where /proc lists them; elsewhere the process group of the browser.
 */
function pageProcesses(browser: number): number[] {
  if (!existsSync('/proc/self/stat')) return [-browser];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        // pid (name) state parent group ...: the name may contain anything.
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const group = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
        if (group !== browser) return false;
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
      } catch {
        return false; // The process has ended in the meantime.
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
