/**
 * Browser journeys, against the built `out/` in a real Chromium. One file at a time: two browsers on two cores would
 * measure each other.
 */
import { defineConfig } from 'vitest/config';
import { journeyPatience } from '../../tools/lib/vitest.mjs';

export default defineConfig({
  test: {
    ...journeyPatience,
    name: 'journeys',
    include: ['journeys/**/*.journey.ts'],
    fileParallelism: false,
  },
});
