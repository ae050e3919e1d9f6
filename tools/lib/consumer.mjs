/**
 * What a user of a published package does: installs it into an empty folder, runs the example of its README, bundles it
 * for a page. Used by the check that installs packed packages and by the release rehearsal.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { build } from 'vite';
import { run } from './programs.mjs';
import { fencedBlocks } from './published.mjs';

/** Entries that a page may load. Their own examples must not need Node. */
const forBrowsers = ['@speil/api', '@speil/core', '@speil/images', '@speil/music'];

/** Resolution modes that a package with only ES modules does not support. */
const forCommonJs = ['node10', 'node16-cjs'];

/**
 * Makes an empty package and installs into it.
 * @param {string} home a folder that does not exist yet.
 * @param {readonly string[]} packages names or files, as `npm install` takes them.
 * @param {Readonly<Record<string, string | undefined>>} [env]
 */
export async function installInto(home, packages, env = {}) {
  await mkdir(home, { recursive: true });
  await writeFile(
    join(home, 'package.json'),
    JSON.stringify({ name: 'user', version: '1.0.0', private: true, type: 'module' }),
  );
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['install', ...options, ...packages], home, env);
}

/** Runs the examples of a README, each as a program. @returns their number. */
export async function runExamples(home, readme, env = {}) {
  const examples = fencedBlocks(readme, 'js');
  for (const [index, example] of examples.entries()) {
    await writeFile(join(home, `example-${index}.mjs`), example);
    await run(process.execPath, [`example-${index}.mjs`], home, env);
  }
  return examples.length;
}

/** Bundles everything that a package exports, if pages may load it. */
export async function bundleForBrowsers(home, name) {
  if (!forBrowsers.includes(name)) return;
  await writeFile(
    join(home, 'page.js'),
    `import * as all from '${name}';\nglobalThis.all = all;\n`,
  );
  await writeFile(join(home, 'index.html'), '<script type="module" src="./page.js"></script>');
  await bundle(home, { write: false });
}

/** Builds the page of a folder with Vite, which would leave NODE_ENV changed: npm then leaves packages out. */
export async function bundle(home, { write = true } = {}) {
  const before = process.env.NODE_ENV;
  try {
    await build({ root: home, logLevel: 'error', build: { target: 'es2022', write } });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

/**
 * What keeps a resolver of ES modules from finding a packed package's types, according to attw.
 * @param {{ exports?: Record<string, unknown> }} manifest
 * @param {string} tarball
 */
export async function findTypeProblems(manifest, tarball) {
  // A package with only a command has no entry to import.
  const entries = Object.keys(manifest.exports ?? {}).filter((name) => name !== './package.json');
  if (entries.length === 0) return [];
  const bytes = new Uint8Array(readFileSync(tarball));
  const checked = await checkPackage(createPackageFromTarballData(bytes));
  if (checked.types === false) return [{ kind: 'NoTypes' }];
  return checked.problems.filter(
    (problem) => !('resolutionKind' in problem) || !forCommonJs.includes(problem.resolutionKind),
  );
}
