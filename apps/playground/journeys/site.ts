/** The site that the journeys of a file visit. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { closeVisits, keepVisits, openSite } from './browser';
import type { Site } from './browser';

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
