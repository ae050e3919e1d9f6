/**
 * `npm test`: checks everything, from a fresh clone, on a machine with only Node and npm. It installs, builds, checks
 * types, lint and format, and runs every test. It ends with the names of skipped tests and one line of totals, `N
 * passed, N failed`.
 *
 * `npm run test:fast`: checks only the projects that a change affects, by nx's graph: types, lint, and tests without
 * the journeys.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser, ensureJourneyTools } from './lib/browser.mjs';
import { runInLanes } from './lib/lanes.mjs';
import { ensureInstalled, nxEnv, requireNode, runBin, runProgram } from './lib/setup.mjs';
import { runSuite } from './lib/suites.mjs';

requireNode();
ensureInstalled();
const { affectedProjects, projects } = await import('./lib/projects.mjs');

/** More lanes would compete for memory, and for the browsers' frames. */
const lanes = Math.min(4, availableParallelism());
/** A pattern that matches no test name: tests run with it are skipped and counted as skipped. */
const nothing = '^$no test';
const projectNamed = (wanted) => projects.find(({ name }) => name === wanted);
const playground = projectNamed('@speil/playground');
const docs = projectNamed('@speil/docs');

const failures = [];
const skipped = [];
let passed = 0;
let [run, skipReason] = [everything, undefined];

if (process.argv.includes('--fast')) run = whatIsAffected;
await run();
finish();

async function everything() {
  ensureJourneyTools();
  const browser = await ensureBrowser();
  if (browser === undefined) skipReason = 'no Chromium could be found or brought';
  // A path without a file tells the suites that there is no browser, so that none of them searches for one.
  const env = { PLAYWRIGHT_CHROMIUM: browser ?? 'none' };
  const unlessMissing = browser === undefined ? ['--testNamePattern', nothing] : [];
  const withScript = (script) => projects.filter(({ scripts }) => scripts[script] !== undefined);
  // What builds the site whose pages a project's journeys visit.
  const sites = new Map([
    [playground, 'site'],
    [docs, 'documentation'],
  ]);
  // The longest tasks come first, so that none of them runs alone at the end.
  await runTasks(
    [
      types(),
      format(),
      graph(),
      command('site', ['types'], process.execPath, [join(playground.dir, 'build/build.mjs')]),
      command('documentation', ['types'], process.execPath, [join(docs.dir, 'build/build.mjs')]),
      lint(['.']),
      ...withScript('journeys').map((project) =>
        sites.has(project)
          ? suite(project, 'journeys', ['types', sites.get(project)], { env, args: unlessMissing })
          : suite(project, 'journeys', ['types'], { env }),
      ),
      ...withScript('checks').map((project) =>
        // They write files that break boundaries on purpose, which lint must not check.
        suite(project, 'checks', ['types', 'lint'], { env }),
      ),
      ...withScript('test')
        .sort((a, b) => weightOf(b) - weightOf(a))
        .map((project) => suite(project, 'test', ['types'])),
    ],
    lanes,
  );
  // Measurements run while no other task runs.
  await runTasks(
    withScript('figures').map((project) =>
      suite(project, 'figures', [], { env, args: unlessMissing }),
    ),
    1,
  );
}

async function whatIsAffected() {
  const affected = affectedProjects();
  if (affected.length === 0) console.error('No project is affected by what has changed.');
  const tests = affected.filter(({ scripts }) => scripts.test !== undefined);
  await runTasks(
    [
      types(),
      format(),
      graph(),
      ...tests
        .sort((a, b) => weightOf(b) - weightOf(a))
        .map((project) => suite(project, 'test', ['types'])),
      ...(affected.length > 0 ? [lint(affected.map(({ dir }) => dir))] : []),
    ],
    lanes,
  );
}

function types() {
  // One process for all packages and the types of their tests.
  const unpublished = ['apps/playground', 'apps/docs', 'tools/checks'];
  return command('types', [], 'tsc', ['-b', 'tsconfig.json', ...unpublished]);
}

function format() {
  return command('format (npm run format)', [], 'prettier', ['--check', '--log-level=warn', '.']);
}

/** Without nx's project graph the boundary rule accepts every import. */
function graph() {
  return command('projects', [], 'nx', ['show', 'projects']);
}

function lint(folders) {
  return command('lint', ['types', 'projects'], 'eslint', folders);
}

/** Approximate seconds of a test suite on one core; long ones start first. */
function weightOf({ name }) {
  return { '@speil/core': 130, '@speil/terminal': 120, '@speil/music': 60 }[name] ?? 0;
}

/** A task that runs a command of node_modules, or a program by its path. It passes if the exit code is 0. */
function command(name, needs, program, args) {
  const start = program === process.execPath ? runProgram : runBin;
  return {
    name,
    needs,
    async run(write) {
      const code = await start(program, args, { env: nxEnv, write });
      if (code === 0) passed++;
      else failures.push(name);
      return code === 0;
    },
  };
}

/** A task that runs a project's suite. */
function suite(project, script, needs, { env = {}, args = [] } = {}) {
  return {
    name: `${project.name} ${script}`,
    needs,
    async run(write) {
      const result = await runSuite(project, script, {
        env,
        args: ['--maxWorkers=1', ...args],
        write,
      });
      passed += result.passed;
      failures.push(...result.failures);
      const why = args.includes(nothing) ? ` (${skipReason})` : '';
      skipped.push(...result.skipped.map((title) => `${title}${why}`));
      return result.failures.length === 0;
    },
  };
}

/** Prints a task's output in one piece when it has ended. */
async function runTasks(tasks, count) {
  const leftOut = await runInLanes(
    tasks.map((task) => ({
      ...task,
      async run() {
        const printed = [];
        const began = performance.now();
        const held = await task.run((text) => printed.push(text));
        const [took, at] = [performance.now() - began, performance.now()].map(minutes);
        console.error(`\n\u2014 ${task.name}: ${held ? 'passed' : 'FAILED'} in ${took}, at ${at}`);
        process.stderr.write(printed.join(''));
        return held;
      },
    })),
    { lanes: count },
  );
  for (const { name, needs } of leftOut) failures.push(`${name} (needs ${needs.join(' and ')})`);
}

function minutes(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function finish() {
  for (const [heading, titles] of [
    ['Skipped', skipped],
    ['Failed', failures],
  ]) {
    if (titles.length > 0)
      console.error(`\n${heading}:\n${titles.map((t) => `  ${t}`).join('\n')}`);
  }
  console.error('');
  const counts = [`${passed} passed`, `${failures.length} failed`];
  if (skipped.length > 0) counts.push(`${skipped.length} skipped`);
  console.log(counts.join(', '));
  process.exit(failures.length === 0 ? 0 : 1);
}
