import { defineConfig } from 'vitest/config';
import { unitTests } from '../../tools/lib/vitest.mjs';

export default defineConfig({
  test: unitTests('core', {
    alone: ['src/engines/load.test.ts', 'src/engines/self-test.test.ts'],
  }),
});
