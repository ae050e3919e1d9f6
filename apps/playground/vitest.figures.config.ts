/** The page's figures, which are measured while nothing else runs. */
import { defineConfig } from 'vitest/config';
import { journeys } from '../../tools/lib/vitest.mjs';

export default defineConfig({ test: journeys('figures', ['journeys/**/*.figures.ts']) });
