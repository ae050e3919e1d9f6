import { defineConfig } from 'vitest/config';
import { patience } from '../../tools/lib/vitest.mjs';

export default defineConfig({
  // FIXTURES=1 runs the suites on broken implementations, for the test that sees them fail.
  test: {
    ...patience,
    name: 'testing',
    include: process.env['FIXTURES'] === '1' ? ['fixtures/*.fixture.ts'] : ['src/**/*.test.ts'],
  },
});
