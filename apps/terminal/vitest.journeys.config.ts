import { defineConfig } from 'vitest/config';
import { journeyPatience } from '../../tools/lib/vitest.mjs';

// Journeys start real processes on two cores: one file at a time.
export default defineConfig({
  test: {
    ...journeyPatience,
    name: 'journeys',
    include: ['journeys/**/*.journey.ts'],
    fileParallelism: false,
  },
});
