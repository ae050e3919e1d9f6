/** Starts Next's development server, copies the assets, and rebuilds the worker when it changes. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { prepareAssets } from './assets.mjs';
import { writeWorker } from './worker.mjs';

const root = path.join(import.meta.dirname, '..');

await prepareAssets();
await writeWorker({ watch: true });
spawn(process.execPath, [path.join(root, '../../node_modules/next/dist/bin/next'), 'dev'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
}).on('exit', (code) => process.exit(code ?? 0));
