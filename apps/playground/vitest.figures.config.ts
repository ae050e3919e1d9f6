/** Measures the page's figures, while nothing else runs. */
import { defineConfig } from 'vitest/config';
import { journeys } from '../../tools/lib/vitest.mjs';

export default defineConfig({ test: journeys('figures', ['journeys/**/*.figures.ts']) });
