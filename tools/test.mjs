/**
 * `npm test`: everything, from a fresh clone. Sets up, builds, checks types, lint, format, runs every test, and ends in one
 * line that sums them all: `N passed, N failed`.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser, ensureTerminalTools } from './lib/browser.mjs';
import { ensureInstalled, nxEnv, requireNode, root, runBin } from './lib/setup.mjs';

requireNode();
ensureInstalled();
ensureTerminalTools();

const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const { projects } = await import('./lib/projects.mjs');

/** One check that either holds or does not. */
function record(title, held) {
  totals[held ? 'passed' : 'failed']++;
  if (!held) failures.push(title);
}

function heading(text) {
  console.error(`\n\u2014 ${text} (${Math.round(performance.now() / 1000)} s)`);
}

const browser = await ensureBrowser();

heading('format');
record(
  'format: run `npm run format`',
  (await runBin('prettier', ['--check', '--log-level', 'warn', '.'])) === 0,
);

for (const target of ['build', 'typecheck', 'lint']) {
  heading(target);
  const having = projects.filter(({ scripts }) => scripts[target] !== undefined);
  const args = ['run-many', '-t', target, '--parallel=2', '--output-style=stream-without-prefixes'];
  const code = await runBin('nx', args, { env: nxEnv });
  if (code === 0) totals.passed += having.length;
  else record(`${target}: see above`, false);
  if (code !== 0 && target === 'build') finish();
}

/** Vitest suites: a script of a project, its results as JSON. */
const suites = [
  ...projects
    .filter(({ scripts }) => scripts.test !== undefined)
    .map((project) => ({ project, script: 'test' })),
  ...projects
    .filter(({ scripts }) => scripts.checks !== undefined)
    .map((project) => ({ project, script: 'checks' })),
  ...projects
    .filter(({ scripts }) => scripts.journeys !== undefined)
    .map((project) => ({ project, script: 'journeys' })),
];
for (const { project, script } of suites) {
  heading(`${project.name} ${script}`);
  if (script === 'journeys' && project.name === '@speil/playground' && browser === undefined) {
    record(`${project.name} ${script}: no browser`, false);
    continue;
  }
  const results = join(project.dir, 'test-results', `${script}.json`);
  rmSync(results, { force: true });
  const config = script === 'journeys' ? ['--config', 'vitest.journeys.config.ts'] : [];
  const code = await runBin(
    'vitest',
    ['run', ...config, '--reporter=dot', '--reporter=json', `--outputFile.json=${results}`],
    { cwd: project.dir, env: { ...(browser && { PLAYWRIGHT_CHROMIUM: browser }) } },
  );
  if (!existsSync(results)) {
    record(`${project.name} ${script}: it did not finish`, false);
    continue;
  }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(results, 'utf8'),
  );
  totals.passed += numPassedTests;
  totals.failed += numFailedTests;
  totals.skipped += numPendingTests + numTodoTests;
  const broken = testResults.flatMap(({ name, assertionResults, status }) => {
    const failed = assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => test.fullName);
    return status === 'failed' && failed.length === 0 ? [`${name} could not be loaded`] : failed;
  });
  failures.push(...broken.map((title) => `${project.name} ${script}: ${title}`));
  // A file that fails to load holds no failed test; it must not pass for that.
  if (code !== 0 && numFailedTests === 0) totals.failed++;
}
finish();

function finish() {
  if (failures.length > 0) {
    console.error(`\nFailed:\n${failures.map((title) => `  ${title}`).join('\n')}`);
  }
  const { passed, failed, skipped } = totals;
  console.error('');
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exit(failed === 0 ? 0 : 1);
}
