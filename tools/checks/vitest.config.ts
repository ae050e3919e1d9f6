import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Packing, installing and bundling take their time; one after the other, for two cores.
  test: {
    name: 'checks',
    include: ['src/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
