/**
 * `npm start`: installs what is missing, builds what changed, serves the playground and prints its URL.
 */
import { join } from 'node:path';
import { ensureInstalled, nxEnv, requireNode, root, runBin } from './lib/setup.mjs';

requireNode();
ensureInstalled();
const projects = ['@speil/playground', '@speil/terminal'];
console.error('Building what has changed ...');
const code = await runBin(
  'nx',
  ['run-many', '-t', 'build', '-p', ...projects, '--parallel=2', '--output-style=static'],
  { env: nxEnv },
);
if (code !== 0) process.exit(code);

const { serve } = await import('./serve.mjs');
const { url } = await serve({
  folder: join(root, 'apps/playground/out'),
  port: Number(process.env.PORT ?? 3000),
});
console.log(`\nSpeil is at ${url}\nPress Ctrl-C to stop.`);
