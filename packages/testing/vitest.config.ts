import { defineConfig } from 'vitest/config';

export default defineConfig({
  // FIXTURES=1 runs the suites on broken implementations, for the test that sees them fail.
  test: {
    name: 'testing',
    include: process.env['FIXTURES'] === '1' ? ['fixtures/*.fixture.ts'] : ['src/**/*.test.ts'],
    testTimeout: 60_000,
  },
});
