/** The page's figures, which are measured while nothing else runs. */
import { defineConfig } from 'vitest/config';
import { journeyPatience } from '../../tools/lib/vitest.mjs';

export default defineConfig({
  test: { ...journeyPatience, name: 'figures', include: ['journeys/**/*.figures.ts'] },
});
