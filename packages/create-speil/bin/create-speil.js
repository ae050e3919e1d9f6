#!/usr/bin/env node
/** The command that `npm create speil` runs. All of it is in dist/, which a fresh clone has to build first. */
import { main } from '../dist/main.js';

process.exitCode = main(process.argv.slice(2), process.cwd());
