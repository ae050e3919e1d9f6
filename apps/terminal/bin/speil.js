#!/usr/bin/env node
/** The command. All of it is in dist/, which a fresh clone has to build first. */
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);

if (existsSync(main)) {
  const { main: run } = await import(main.href);
  process.exitCode = await run(process.argv.slice(2));
} else {
  process.stderr.write('speil is not built yet. Run: npm run build\n');
  process.exitCode = 1;
}
