import { defineConfig } from 'vitest/config';

// Journeys start real processes on two cores: one file at a time.
export default defineConfig({
  test: {
    name: 'journeys',
    include: ['journeys/**/*.journey.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
