import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Training a small model on one busy core takes seconds; no test is timed.
  test: { name: 'compile', include: ['src/**/*.test.ts'], testTimeout: 120_000 },
});
