/**
 * Timeouts after which a test counts as hung. They are no measure of speed: a busy machine is slow, and a test detects
 * broken code by its results.
 */
const patience = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 60_000 } },
};

const journeyPatience = {
  ...patience,
  testTimeout: 900_000,
  hookTimeout: 900_000,
  // One file runs at a time, so that browsers and trainers do not disturb each other's measurements. All files share
  // one process, which loads each module once.
  fileParallelism: false,
  isolate: false,
};

/**
 * Tests that start processes and browsers, or install packages.
 *
 * @param {string} name
 * @param {string[]} include globs of the files.
 */
export function journeys(name, include) {
  return { ...journeyPatience, name, include };
}

/**
 * The tests of a package or an app, except its journeys. All files share a process, since loading tfjs again for each
 * file took a third of the total time.
 *
 * @param {string} name
 * @param {object} [options]
 * @param {string[]} [options.include] globs of the files.
 * @param {string[]} [options.alone] globs of those files that change global state, such as the register of engines.
 *   Each of them runs in a process of its own.
 */
export function unitTests(name, { include = ['src/**/*.test.ts'], alone = [] } = {}) {
  const shared = { ...patience, name, include, exclude: alone, isolate: false };
  if (alone.length === 0) return shared;
  return {
    projects: [{ test: shared }, { test: { ...patience, name: `${name}, alone`, include: alone } }],
  };
}
