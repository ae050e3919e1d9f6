/** The site that the journeys of a file visit. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Page } from 'playwright-core';
import { closeVisits, keepVisits, openSite, untilAlive, visit } from './browser';
import type { Site, Visit } from './browser';

/** Open from the first to the last journey of a file that calls `keepSite`. */
export let site: Site;

/** @param open opens the site. */
export function keepSite(open: () => Promise<Site> = openSite): void {
  beforeAll(async () => {
    site = await open();
  });
  beforeEach(keepVisits);
  afterEach(closeVisits);
  afterAll(async () => {
    await site.close();
  });
}

/**
 * Starts a second server of the site and opens a page. Waits until the service worker has stored the site, then stops
 * that server.
 *
 * @param use visits pages without a server.
 * @param open opens the first page. Default: the Explore scene.
 */
export async function visitOffline(
  use: (page: Page, offline: Site) => Promise<void>,
  open: (offline: Site) => Promise<Visit> = openExplore,
): Promise<void> {
  const offline = await openSite();
  try {
    const { page } = await open(offline);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await offline.goOffline();
    await use(page, offline);
  } finally {
    await offline.close();
  }
}

async function openExplore(offline: Site): Promise<Visit> {
  const visited = await visit(offline, { reducedMotion: 'reduce' });
  await visited.page.goto(`${offline.url}/en/`);
  await untilAlive(visited.page);
  return visited;
}
