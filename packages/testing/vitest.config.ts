import { defineConfig } from 'vitest/config';
import { unitTests } from '../../tools/lib/vitest.mjs';

// FIXTURES=1 runs the suites on broken implementations, for the test that expects them to fail.
const broken = process.env['FIXTURES'] === '1';

export default defineConfig({
  test: unitTests('testing', { include: [broken ? 'fixtures/*.fixture.ts' : 'src/**/*.test.ts'] }),
});
