/** The site's journeys: its files, and its pages in a real Chromium. They need a built site. */
import { defineConfig } from 'vitest/config';
import { journeys } from '../../tools/lib/vitest.mjs';

export default defineConfig({ test: journeys('docs journeys', ['journeys/**/*.journey.ts']) });
