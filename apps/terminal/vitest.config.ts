import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'terminal',
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    testTimeout: 120_000,
  },
});
