import { defineConfig } from 'vitest/config';
import { patience } from '../../tools/lib/vitest.mjs';

export default defineConfig({
  test: { ...patience, name: 'music', include: ['src/**/*.test.ts'] },
});
