import { defineConfig } from 'vitest/config';
import { journeyPatience } from '../lib/vitest.mjs';

export default defineConfig({
  // Packing, installing and bundling take their time; one after the other, for two cores.
  test: {
    ...journeyPatience,
    name: 'checks',
    include: ['src/**/*.test.ts'],
    fileParallelism: false,
  },
});
