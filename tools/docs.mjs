/** `npm run docs`: installs what is missing, builds the packages that changed, and builds the documentation site. */
import { join } from 'node:path';
import { ensureInstalled, nxEnv, requireNode, root, runBin, runProgram } from './lib/setup.mjs';

requireNode();
ensureInstalled();
console.error('Building what has changed ...');
const packages = ['run-many', '-t', 'build', '-p', '@speil/terminal', '--output-style=static'];
const code = await runBin('nx', packages, { env: nxEnv });
if (code !== 0) process.exit(code);
process.exit(await runProgram(process.execPath, [join(root, 'apps/docs/build/build.mjs')]));
