import { defineConfig } from 'vitest/config';
import { unitTests } from '../../tools/lib/vitest.mjs';

export default defineConfig({ test: unitTests('create-speil') });
