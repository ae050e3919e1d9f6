import { defineConfig } from 'vitest/config';
import { unitTests } from '../../tools/lib/vitest.mjs';

export default defineConfig({
  test: unitTests('core', {
    alone: [
      'src/admission/load.test.ts',
      'src/admission/self-test.test.ts',
      'src/engines/memory.test.ts',
    ],
  }),
});
