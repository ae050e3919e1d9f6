/**
 * Browser journeys, against the built `out/` in a real Chromium. One file at a time: two browsers on two cores would
 * measure each other.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'journeys',
    include: ['journeys/**/*.journey.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A page may need more than the second that Vitest allows, on a machine that does other things too.
    expect: { poll: { timeout: 10_000 } },
  },
});
