/** Types of vitest.mjs, for the configurations of the tests. */
export const patience: { testTimeout: number; hookTimeout: number };
export const journeyPatience: {
  testTimeout: number;
  hookTimeout: number;
  expect: { poll: { timeout: number } };
};
