/**
 * Keeps the whole site for use without a network, each file by its hash. A new version waits until no tab shows the old
 * one, so that a page never meets files of another version.
 */
import { Serwist } from 'serwist';
import type { PrecacheEntry, SerwistGlobalConfig } from 'serwist';

declare const self: ServiceWorkerGlobalScope &
  SerwistGlobalConfig & { __SW_MANIFEST: (PrecacheEntry | string)[] };

const serwist = new Serwist({
  precacheEntries: self.__SW_MANIFEST,
  precacheOptions: { cleanupOutdatedCaches: true, directoryIndex: 'index.html' },
  skipWaiting: false,
  clientsClaim: false,
});

serwist.addEventListeners();
