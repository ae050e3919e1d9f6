/**
 * Bundles the worker into public/workers/, apart from the pages: in Next's bundle the worker would contain in full what
 * it shares with the pages (above all zod). This halves the bytes, and makes one request instead of nine before the
 * first digit. The page starts `model.js`, which contains only imports. This works around WebKit, which does not find a
 * worker's entry among its loaded modules: a chunk that imported the entry would evaluate it a second time, with a
 * second copy of the engine.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { facadeOf } from './worker-facade.mjs';

const root = path.join(import.meta.dirname, '..');
const folder = path.join(root, 'public/workers');
const entry = 'model.js';

/** @param {{ watch?: boolean }} [options] `watch` rebuilds when a source changes. */
export async function writeWorker({ watch = false } = {}) {
  await build({
    configFile: false,
    root,
    // Threads of the worker are found beside it.
    base: './',
    publicDir: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'speil-worker-facade',
        writeBundle: (_options, bundle) =>
          writeFile(path.join(folder, entry), facadeOf(Object.values(bundle), entry)),
      },
    ],
    build: {
      target: 'es2022',
      outDir: folder,
      // The helper for preloading needs a document, which a worker does not have.
      modulePreload: false,
      watch: watch ? {} : null,
      rollupOptions: {
        input: 'src/worker/model.worker.ts',
        output: {
          format: 'es',
          entryFileNames: 'scenes-[hash].js',
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  });
}
