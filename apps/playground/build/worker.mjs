/**
 * Bundles the scenes' worker into public/workers/: apart from the pages, because what they share (zod above all) would
 * otherwise be shipped to both in full. Half the bytes, and one request instead of nine on the way to the first digit.
 */
import path from 'node:path';
import { build } from 'vite';

const root = path.join(import.meta.dirname, '..');

/** @param {{ watch?: boolean }} [options] `watch` builds anew when a source changes. */
export async function writeWorker({ watch = false } = {}) {
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      target: 'es2022',
      outDir: 'public/workers',
      // Its helper looks for a document, which a worker has not.
      modulePreload: false,
      watch: watch ? {} : null,
      rollupOptions: {
        input: 'src/model/worker/model.worker.ts',
        output: { format: 'es', entryFileNames: 'model.js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
}
