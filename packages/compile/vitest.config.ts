import { defineConfig } from 'vitest/config';
import { patience } from '../../tools/lib/vitest.mjs';

export default defineConfig({
  test: { ...patience, name: 'compile', include: ['src/**/*.test.ts'] },
});
