import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'runs', include: ['src/**/*.test.ts'] },
});
