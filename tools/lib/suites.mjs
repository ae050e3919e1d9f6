/**
 * The projects' Vitest suites: each writes a file of results, from which we count the tests and name those that failed
 * or were skipped.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, runBin } from './setup.mjs';

/** Suites whose configuration is not the project's default. */
const configs = {
  journeys: 'vitest.journeys.config.ts',
  figures: 'vitest.figures.config.ts',
};

/** Arguments of Vitest for a project's suite: `test`, `checks`, `journeys` or `figures`, as the scripts are named. */
export function vitestArgs(script) {
  return ['run', ...(script in configs ? ['--config', configs[script]] : [])];
}

/**
 * @param {{ dir: string, name: string }} project
 * @param {string} script the suite, as for `vitestArgs`.
 * @param {object} options
 * @param {readonly string[]} [options.args] further arguments of Vitest.
 * @param {Record<string, string>} [options.env]
 * @param {(text: string) => void} options.write receives Vitest's output.
 * @returns {Promise<{ passed: number, failures: readonly string[], skipped: readonly string[] }>} the number of tests
 *   that passed, and the names of those that failed or were skipped.
 */
export async function runSuite({ dir, name }, script, { args = [], env = {}, write }) {
  const results = join(dir, 'test-results', `${script}.json`);
  rmSync(results, { force: true });
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${results}`];
  const code = await runBin('vitest', [...vitestArgs(script), ...args, ...reporters], {
    cwd: dir,
    env,
    write,
  });
  const title = `${name} ${script}`;
  if (!existsSync(results)) {
    return { passed: 0, failures: [`${title}: it did not finish`], skipped: [] };
  }
  const { numPassedTests, testResults } = JSON.parse(readFileSync(results, 'utf8'));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = (...statuses) =>
    tests
      .filter(({ status }) => statuses.includes(status))
      .map(({ fullName }) => `${title}: ${fullName}`);
  const failures = named('failed');
  for (const { name: file, status, assertionResults } of testResults) {
    // A file that fails to load contains no failed test, but must not count as passed.
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) {
      failures.push(`${title}: ${relative(root, file)} failed outside of its tests`);
    }
  }
  if (code !== 0 && failures.length === 0) failures.push(`${title}: Vitest ended with ${code}`);
  return { passed: numPassedTests, failures, skipped: named('pending', 'skipped', 'todo') };
}
