/**
 * The page's figures. Each is measured up to three times and the best run counts, since a busy machine makes a page
 * slow, never fast. The figures are written to test-results/page-figures.json, one JSON object per line.
 */
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { desktop, openSite, outFolder, phone, placeOn, untilAlive, visit } from './browser';
import type { Site } from './browser';
import { crowding } from './crowding';
import { keepSite, site } from './site';

const results = path.join(import.meta.dirname, '../test-results');
const file = path.join(results, 'page-figures.json');

beforeAll(() => {
  mkdirSync(results, { recursive: true });
  rmSync(file, { force: true });
});
keepSite(openWarm);

/** A site whose browser has started and whose server has compressed its files, so that no figure includes that time. */
async function openWarm(): Promise<Site> {
  const opened = await openSite();
  const { page } = await visit(opened);
  await page.goto(`${opened.url}/en/`);
  await untilAlive(page);
  await page.waitForTimeout(3000);
  await page.context().close();
  return opened;
}

interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly limit: number;
}

/**
 * Machines that run tests are noisy: `npm test` fails only at twice a limit, and allows for the load of other
 * processes. SPEIL_FIGURES=strict (on an idle machine) fails at the limit itself. docs/benchmarks.md lists the
 * measurements.
 */
const isStrict = process.env['SPEIL_FIGURES'] === 'strict';

/**
 * Measures a time until it is within its limit, at most three times. Records the best time, and fails if it is over the
 * limit.
 */
async function expectWithin(figure: Figure, measure: () => Promise<number>): Promise<void> {
  const runs: number[] = [];
  let crowded = 1;
  while (runs.length < 3 && !runs.some((run) => run <= figure.limit)) {
    crowded = Math.max(crowded, await crowding());
    runs.push(await measure());
    crowded = Math.max(crowded, await crowding());
  }
  const value = Math.min(...runs);
  record({ ...figure, value, runs, crowding: crowded });
  expect(value).toBeLessThanOrEqual(figure.limit * (isStrict ? 1 : 2 * crowded));
}

function record(
  figure: Partial<Figure> & {
    readonly value: number;
    readonly runs?: number[];
    readonly crowding?: number;
  },
): void {
  appendFileSync(file, `${JSON.stringify(figure)}\n`);
}

function gzipped(name: string): number {
  return gzipSync(readFileSync(path.join(outFolder, name)), { level: 9 }).length;
}

/** Collects entries of the performance timeline. It starts before the page's first script. */
async function observe(page: Page, type: string): Promise<() => Promise<PerformanceEntryJson[]>> {
  await page.addInitScript((kind) => {
    const store = window as unknown as Record<string, PerformanceEntry[]>;
    const entries = (store[`speil ${kind}`] = []) as PerformanceEntry[];
    new PerformanceObserver((list) => {
      entries.push(...list.getEntries());
    }).observe({ type: kind, buffered: true });
  }, type);
  return () =>
    page.evaluate(
      (kind) =>
        (window as unknown as Record<string, PerformanceEntry[]>)[`speil ${kind}`]!.map(
          (entry) => entry.toJSON() as PerformanceEntryJson,
        ),
      type,
    );
}

interface PerformanceEntryJson {
  readonly name: string;
  readonly startTime: number;
  readonly duration: number;
  readonly value?: number;
  readonly hadRecentInput?: boolean;
}

/**
 * Opens a new profile in a window, and waits until the window has finished starting. A new window starts processes of
 * the browser (its toolbar is a page too), which take half of a core for a second. A person's window is already open
 * when they type the address.
 */
async function settledWindow(opened: Site): Promise<Page> {
  const { page } = await visit(opened);
  await page.waitForTimeout(2000);
  return page;
}

/**
 * Milliseconds from the start of the navigation until the first digit that the page decoded is on screen.
 *
 * @param factor how many times slower the processes of the pages run.
 */
async function firstDigit(opened: Site, factor = 1): Promise<number> {
  const page = await settledWindow(opened);
  const measures = await observe(page, 'measure');
  const stop = factor > 1 ? opened.slowDown(factor) : () => undefined;
  try {
    await page.goto(`${opened.url}/en/`);
    await untilAlive(page);
  } finally {
    stop();
  }
  const named = async () => (await measures()).find(({ name }) => name === 'speil.first-digit');
  await expect.poll(named).toBeDefined();
  const { duration = NaN } = (await named()) ?? {};
  await page.context().close();
  return Math.round(duration);
}

async function median(count: number, measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let run = 0; run < count; run++) values.push(await measure());
  return values.sort((a, b) => a - b)[Math.floor(count / 2)]!;
}

describe('the page', () => {
  it('decodes its first digit within 0.8 s', async () => {
    const figure = { name: 'first digit', unit: 'ms', limit: 800 };
    await expectWithin(figure, () => median(3, () => firstDigit(site)));
  });

  it('decodes its first digit within 1.8 s with a quarter of the processor time', async () => {
    const figure = { name: 'first digit, CPU 4 times slower', unit: 'ms', limit: 1800 };
    // A site of its own: closing it drops the requests that are still delayed.
    const held = await openWarm();
    await expectWithin(figure, () => median(3, () => firstDigit(held, 4)));
    await held.close();
  });

  it('fetches at most 175 kB of JavaScript for its first page', async () => {
    const { page } = await visit(site);
    await page.goto(`${site.url}/en/`);
    await untilAlive(page);
    const fetched = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
    );
    // An open page would continue its tour during the next measurement.
    await page.context().close();
    const scripts = [...new Set(fetched)].filter((name) => name.endsWith('.js'));
    const ofWorker = scripts.filter((name) => name.startsWith('/workers/'));
    const ofPage = scripts.filter((name) => !ofWorker.includes(name));
    const kilobytes = (names: readonly string[]): number =>
      names.reduce((sum, name) => sum + gzipped(name), 0) / 1000;
    expect(ofPage.length).toBeGreaterThan(3);
    expect(ofWorker.length).toBeGreaterThan(0);
    record({ name: 'JavaScript of the worker, gzip', unit: 'kB', value: kilobytes(ofWorker) });
    const figure = { name: 'JavaScript of the first route, gzip', unit: 'kB', limit: 175 };
    record({ ...figure, value: kilobytes(ofPage) });
    expect(kilobytes(ofPage)).toBeLessThanOrEqual(figure.limit);
  });

  it('shows the digit within 50 ms of a pointer movement, without a long task', async () => {
    const latency = { name: 'pointer to picture, 95th percentile', unit: 'ms', limit: 50 };
    const tasks = { name: 'longest task while dragging, 0 for under 50', unit: 'ms', limit: 50 };
    let best: Drag | undefined;
    await expectWithin(latency, async () => {
      const run = await drag();
      if (best === undefined || run.p95 < best.p95) best = run;
      return run.p95;
    });
    let spare = best;
    await expectWithin(tasks, async () => {
      const run = spare ?? (await drag());
      spare = undefined;
      return run.longest;
    });
  });

  it('trains a readable plane within 20 s, without a long task', async () => {
    const time = { name: 'from play to 170 nats of held-out digits', unit: 's', limit: 20 };
    const tasks = { name: 'longest task while training, 0 for under 50', unit: 'ms', limit: 50 };
    let best: TrainingFigures | undefined;
    await expectWithin(time, async () => {
      const run = await training();
      if (best === undefined || run.longest < best.longest) best = run;
      return run.seconds;
    });
    let spare = best;
    await expectWithin(tasks, async () => {
      const run = spare ?? (await training());
      spare = undefined;
      return run.longest;
    });
    record({ name: 'frames per second while training', unit: '', value: best!.frames });
  });

  it.each([
    ['desktop', desktop],
    ['phone', phone],
  ])('does not shift on a %s', async (name, viewport) => {
    const { page } = await visit(site, { viewport });
    const shifts = await observe(page, 'layout-shift');
    await page.goto(`${site.url}/en/#item=3`);
    await untilAlive(page);
    await page.waitForTimeout(1500);
    const value = (await shifts()).reduce(
      (sum, entry) => sum + (entry.hadRecentInput ? 0 : (entry.value ?? 0)),
      0,
    );
    await page.context().close();
    record({ name: `layout shift, ${name}`, unit: '', limit: 0.05, value });
    expect(value).toBeLessThanOrEqual(0.05);
  });

  it('needs at most 300 kB of weights', () => {
    const { length } = readFileSync(path.join(outFolder, 'models/mnist-vae/weights.safetensors'));
    const figure = { name: 'weights', unit: 'kB', limit: 300, value: length / 1000 };
    record(figure);
    expect(figure.value).toBeLessThanOrEqual(300);
  });
});

interface TrainingFigures {
  /** From the press of play until the loss of held-out digits is at most 170 nats. */
  readonly seconds: number;
  readonly longest: number;
  readonly frames: number;
}

async function training(): Promise<TrainingFigures> {
  const page = await settledWindow(site);
  const longTasks = await observe(page, 'longtask');
  await page.goto(`${site.url}/en/train/`);
  await page.locator('[data-manifold="0"]').waitFor();
  const opened = (await longTasks()).length;
  await page.evaluate(() => {
    const counted = { frames: 0 };
    Object.assign(window, { counted });
    const count = (): void => {
      counted.frames += 1;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });
  const start = performance.now();
  await page.getByRole('button', { name: 'Play: train' }).click();
  await page.waitForFunction(
    () => {
      const text = document.querySelector('[data-validation]')?.getAttribute('data-validation');
      return text !== undefined && text !== null && text !== '' && Number(text) <= 170;
    },
    undefined,
    { timeout: 120_000 },
  );
  const seconds = (performance.now() - start) / 1000;
  const frames = await page.evaluate(
    () => (window as unknown as { counted: { frames: number } }).counted.frames,
  );
  const tasks = (await longTasks()).slice(opened);
  await page.context().close();
  const longest = Math.max(0, ...tasks.map(({ duration }) => duration));
  return { seconds, longest, frames: frames / seconds };
}

interface Drag {
  readonly p95: number;
  readonly longest: number;
}

/** Moves the mouse two hundred times, sixty times per second, while the background is still being decoded. */
async function drag(): Promise<Drag> {
  // A browser that has shown many pages draws more slowly, but a visitor's browser has shown only this one.
  const fresh = await openWarm();
  const page = await settledWindow(fresh);
  const measures = await observe(page, 'measure');
  const longTasks = await observe(page, 'longtask');
  await page.goto(`${fresh.url}/en/`);
  await untilAlive(page);
  const start = await placeOn(page, '#plane', [0.5, 0.5]);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  const began = await page.evaluate(() => performance.now());
  for (let step = 0; step < 200; step++) {
    const angle = step / 12;
    const reach = 40 + step / 2;
    await page.mouse.move(start.x + reach * Math.sin(angle), start.y + reach * Math.cos(angle));
    await page.waitForTimeout(16);
  }
  await page.mouse.up();
  await page.waitForTimeout(200);
  const latencies = (await measures())
    .filter(({ name }) => name === 'speil.pointer-to-picture')
    .map(({ duration }) => duration)
    .sort((a, b) => a - b);
  expect(latencies.length).toBeGreaterThan(100);
  const long = (await longTasks()).filter(({ startTime }) => startTime >= began);
  await fresh.close();
  return {
    p95: Math.round(latencies[Math.floor(0.95 * (latencies.length - 1))]! * 10) / 10,
    // The browser does not report tasks of 50 ms or less.
    longest: Math.max(0, ...long.map(({ duration }) => duration)),
  };
}
