import { defineConfig } from 'vitest/config';
import { journeys } from '../lib/vitest.mjs';

export default defineConfig({ test: journeys('checks', ['src/**/*.test.ts']) });
