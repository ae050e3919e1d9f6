/** The site that a file's journeys visit. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { closeVisits, keepVisits, openSite } from './browser';
import type { Site } from './browser';

/** Open from the first journey of a file that calls `keepSite` to its last. */
export let site: Site;

/** @param open what opens it. */
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
