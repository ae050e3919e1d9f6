/**
 * `npm run release:rehearse`: a release without the world. It versions and packs a copy of the repository, publishes the
 * packages to a registry on this machine, and uses them from there as their users do. Nothing in the working tree, in
 * npm's settings or on any other registry changes.
 *
 * One line for each step, and then the table of sizes, or a line that says which step failed. At the end, after a failure
 * and after Ctrl-C, everything is stopped and removed. `--keep` keeps the folder.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, requireNode, root } from '../lib/setup.mjs';

requireNode();
ensureInstalled();
const { copyRepository } = await import('../lib/copy-repository.mjs');
const { findTypeProblems, installInto, runExamples } = await import('../lib/consumer.mjs');
const { endPrograms, run } = await import('../lib/programs.mjs');
const { installedAlongside, publishedIn } = await import('../lib/published.mjs');
const { createOwn, resolveTypes, usePage, useTerminal } = await import('./consumers.mjs');
const { findExcess, packAll, tableOf } = await import('./pack.mjs');
const { onlyRegistry, startRegistry } = await import('./registry.mjs');
const { releaseCopy } = await import('./version.mjs');

const temporary = mkdtempSync(join(tmpdir(), 'speil-rehearsal-'));
const place = (...names) => join(temporary, ...names);
const copy = place('repository');
let registry;
let interrupted = false;

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    interrupted = true;
    endPrograms();
    void end().then(() => {
      console.error(`The rehearsal was interrupted (${signal}).`);
      process.exit(130);
    });
  });
}

const began = performance.now();
try {
  await rehearse();
  console.log(`\nThe rehearsal passed in ${seconds(began)}.`);
} catch (error) {
  // After an interruption the step that ran fails, which is no news.
  if (interrupted) await new Promise(() => {});
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await end();
}

async function rehearse() {
  // Without what was built before: a file that no source gives any more must not be packed.
  await step('the repository is copied', () => copyRepository(copy, { built: false }));
  await step('the copy is built', () => build());
  const version = await step('nx release versions it', () => releaseCopy(copy));
  const packages = await step('the packages are packed', () =>
    packAll({ root: copy, to: place('tarballs') }),
  );
  await step('sizes are within their budgets', () => {
    const excess = findExcess(packages);
    if (excess.length > 0) throw new Error(excess.join('\n'));
  });
  await step('types resolve, according to attw', () => checkTypes(packages));
  const user = await step('a registry runs on loopback', openRegistry);
  await step('the packages are published', () =>
    publish(user, `${packages.length} of version ${version}`),
  );
  for (const { dir, name, manifest } of publishedIn(copy)) {
    // The command line is installed globally below.
    if (manifest.bin !== undefined && manifest.exports?.['.'] === undefined) continue;
    await step(`${name} installs alone and its example runs`, () =>
      useAlone(user, name, readFileSync(join(dir, 'README.md'), 'utf8')),
    );
  }
  await step('@speil/terminal installs globally and trains', () =>
    useTerminal(place('terminal'), user.env),
  );
  await step('a page with a shipped model', () => usePage(place('page'), user.env));
  await step('types resolve, according to tsc', () => resolveTypes(place('types'), user.env));
  await step('npm create speil writes a package that trains', () =>
    createOwn(place('own'), user.env),
  );
  console.log(`\n${tableOf(packages)}`);
}

async function build() {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const configs = publishedIn(copy).map(({ dir }) => join(dir, 'tsconfig.lib.json'));
  await run(process.execPath, [tsc, '-b', ...configs], copy);
}

async function checkTypes(packages) {
  for (const { name, file } of packages) {
    const { manifest } = publishedIn(copy).find((one) => one.name === name);
    const problems = await findTypeProblems(manifest, place('tarballs', file));
    if (problems.length > 0) throw new Error(`${name}: ${JSON.stringify(problems[0])}`);
  }
}

/** Starts the registry. @returns the settings of a user who knows no other. */
async function openRegistry() {
  const uplink = (await run('npm', ['config', 'get', 'registry'], temporary)).trim();
  mkdirSync(place('registry'));
  mkdirSync(place('home'));
  const own = publishedIn(copy).map(({ name }) => name);
  registry = await startRegistry({ folder: place('registry'), own, uplink });
  const { env, npmrc } = onlyRegistry(place('home'), registry.url);
  writeFileSync(place('home', '.npmrc'), npmrc);
  return { env };
}

/** Publishes with the program of the release workflow. */
async function publish({ env }, told) {
  const program = join(copy, 'tools/release/publish.mjs');
  await run(process.execPath, [program, 'tarballs'], temporary, env);
  return told;
}

async function useAlone({ env }, name, readme) {
  const home = place(`user-${name.replace('/', '-')}`);
  await installInto(home, [name, ...installedAlongside(readme)], env);
  const count = await runExamples(home, readme, env);
  if (count === 0) throw new Error(`${name} should have an example in its README.`);
  rmSync(home, { recursive: true, force: true });
}

/** Runs one step and prints a line on it; a string that it returns becomes a part of the line. */
async function step(name, act) {
  const since = performance.now();
  try {
    const result = await act();
    const told = typeof result === 'string' ? `: ${result}` : '';
    console.log(`ok      ${name}${told} (${seconds(since)})`);
    return result;
  } catch (error) {
    throw new Error(`FAILED  ${name} (${seconds(since)}): ${error.message}`, { cause: error });
  }
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** Stops and removes everything, once. */
async function end() {
  const open = registry;
  registry = undefined;
  await open?.close();
  if (process.argv.includes('--keep')) console.error(`Kept: ${temporary}`);
  else rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
}
