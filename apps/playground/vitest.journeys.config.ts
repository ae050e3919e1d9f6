/** Browser journeys, against the built `out/` in a real Chromium. */
import { defineConfig } from 'vitest/config';
import { journeys } from '../../tools/lib/vitest.mjs';

export default defineConfig({ test: journeys('journeys', ['journeys/**/*.journey.ts']) });
