/**
 * How long a test may take before it counts as hung. No test is timed: a machine that does other things too is slow, and
 * code that is broken fails by what it does.
 */
export const patience = { testTimeout: 300_000, hookTimeout: 300_000 };

/** For tests that start processes and browsers, or install packages. */
export const journeyPatience = {
  testTimeout: 900_000,
  hookTimeout: 900_000,
  expect: { poll: { timeout: 60_000 } },
};
