/** Bundles the service worker with the list of all files that the site needs offline. */
import path from 'node:path';
import { injectManifest } from '@serwist/build';
import { build } from 'vite';

const root = path.join(import.meta.dirname, '..');
const out = path.join(root, 'out');

export async function writeServiceWorker() {
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: 'out-tsc/service-worker',
      lib: {
        entry: 'src/offline/service-worker.ts',
        formats: ['iife'],
        name: 'speil',
        fileName: () => 'service-worker.js',
      },
    },
  });
  const { count, size, warnings } = await injectManifest({
    swSrc: path.join(root, 'out-tsc/service-worker/service-worker.js'),
    swDest: path.join(out, 'service-worker.js'),
    globDirectory: out,
    // The .txt files are left out: only Next's own navigation uses them, and our links load whole pages.
    globPatterns: [
      '**/*.{html,js,css,woff2,png,bin,json,safetensors,wasm,svg,webmanifest}',
      // A shard of a checkpoint has no extension.
      'models/*/group1-shard1of1',
    ],
    // Previews are only shown with shared links, and figures only without scripts.
    globIgnores: ['service-worker.js', 'previews/**', 'figures/**'],
    maximumFileSizeToCacheInBytes: 5 * 2 ** 20,
  });
  if (warnings.length > 0) throw new Error(warnings.join('\n'));
  return { count, size };
}
